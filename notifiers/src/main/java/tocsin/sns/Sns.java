package tocsin.sns;

import tocsin.http.Answer;
import tocsin.http.Answers;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.integration.Cut;
import tocsin.integration.GroupHash;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Urls;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Publishes to a topic, a phone or an endpoint of Amazon SNS.
record Sns(HttpSender sender, AwsLogin login, Texts texts, InstantSource clock)
        implements HttpNotifier.Attempt {
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_PHONE_BYTES = 1600;
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    /// Where and what, as templates.
    record Texts(
            String apiUrl,
            String topicArn,
            String phoneNumber,
            String targetArn,
            String subject,
            String message,
            Map<String, String> attributes) {
        /// Copies the attributes.
        Texts {
            attributes = Map.copyOf(attributes);
        }
    }

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        String region = login.region();
        String apiUrl = words.text(texts.apiUrl());
        URI url = Urls.of(apiUrl.isEmpty() ? "https://sns." + region + ".amazonaws.com/" : apiUrl);
        byte[] body = Urls.form(form(notification, words)).getBytes(StandardCharsets.UTF_8);
        Instant now = clock.instant();
        Map<String, String> headers =
                new SigV4(region, "sns", login.credentials(now)).headers(url, FORM, body, now);
        Answer answer = sender.send(new Request("POST", url, body, headers, Duration.ZERO));
        if (answer.isSuccess()
                && !answer.text().isBlank()
                && !answer.text().contains("<PublishResult")) {
            return new TryLater(Duration.ZERO, Reason.OTHER, "the answer is no PublishResult");
        }
        String said = AwsLogin.element(answer.body(), "Message");
        return Answers.judge(answer, said.isEmpty() ? answer.body() : said, "");
    }

    private Map<String, String> form(Notification notification, Words words)
            throws WordingException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "Publish");
        form.put("Version", "2010-03-31");
        String topic = words.text(texts.topicArn());
        String phone = words.text(texts.phoneNumber());
        put(form, "TopicArn", topic);
        put(form, "PhoneNumber", phone);
        put(form, "TargetArn", words.text(texts.targetArn()));
        put(form, "Subject", words.text(texts.subject()));
        Map<String, String> attributes = new TreeMap<>();
        for (Map.Entry<String, String> each : texts.attributes().entrySet()) {
            attributes.put(words.text(each.getKey()), words.text(each.getValue()));
        }
        String message = words.text(texts.message());
        String cut = Cut.hard(message, phone.isEmpty() ? MAX_BYTES : MAX_PHONE_BYTES);
        if (!cut.equals(message)) {
            attributes.put("truncated", "true");
        }
        form.put("Message", cut);
        int index = 1;
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            String entry = "MessageAttributes.entry." + index++;
            form.put(entry + ".Name", each.getKey());
            form.put(entry + ".Value.DataType", "String");
            form.put(entry + ".Value.StringValue", each.getValue());
        }
        if (topic.endsWith(".fifo")) {
            // Upstream's id is the group's, so that AWS drops what follows within five minutes.
            form.put("MessageDeduplicationId", Cut.hard(notification.idempotencyKey(), 128));
            form.put("MessageGroupId", GroupHash.of(notification));
        }
        return form;
    }

    private static void put(Map<String, String> form, String name, String value) {
        if (!value.isEmpty()) {
            form.put(name, value);
        }
    }
}
