package tocsin.incidentio;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.http.Answer;
import tocsin.http.Answers;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Json;
import tocsin.integration.Urls;
import tocsin.integration.WebhookBody;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Notification;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Posts the alerts of a group to an alert source of incident.io, in the form of a webhook.
record IncidentIo(
        HttpSender sender, Secret url, long maxAlerts, Duration timeout, String externalUrl)
        implements HttpNotifier.Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentIo.class);
    private static final int MAX_BYTES = 512 * 1024;

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        byte[] body = new WebhookBody(notification, maxAlerts, externalUrl).bytes("1");
        if (body.length > MAX_BYTES) {
            LOG.atWarn()
                    .addKeyValue("size", body.length)
                    .log("Truncated alerts of an incident.io notification that exceeds 512KB");
            body = new WebhookBody(notification, 1, externalUrl).bytes("1");
        }
        Answer answer = sender.send(Request.json(Urls.of(url), body, timeout));
        return Answers.judge(answer, details(answer), "");
    }

    private static String details(Answer answer) {
        Map<String, Object> reply = Json.object(answer.body());
        if (reply.isEmpty()) {
            return answer.body();
        }
        String errors =
                reply.get("errors") instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : "";
        return Stream.of(Json.text(reply, "message"), Json.text(reply, "error"), errors)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(": "));
    }
}
