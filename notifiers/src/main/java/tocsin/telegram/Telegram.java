package tocsin.telegram;

import tocsin.http.Answer;
import tocsin.http.Answers;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.Cut;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Json;
import tocsin.integration.JsonObject;
import tocsin.integration.Urls;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Sends a message to a Telegram chat as a bot. Parameters are texts, as upstream's library has
/// them.
///
/// @param thread the topic of a forum; 0 for none
record Telegram(
        HttpSender sender,
        URI api,
        Secret token,
        Secret chat,
        long thread,
        String message,
        String parseMode,
        boolean quiet)
        implements HttpNotifier.Attempt {
    private static final int MESSAGE_RUNES = 4096;

    /// HTML that was cut might not be HTML any more.
    private static final String TOO_LONG =
            """
            Alertmanager notification could not be sent: message length exceeds Telegram limits.
            \t\t\tPlease check the template used for producing the message content.\
            """;

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        byte[] body =
                new JsonObject()
                        .with("chat_id", chat.reveal())
                        .with("text", text(words))
                        .some("parse_mode", parseMode)
                        .with("disable_web_page_preview", "true")
                        .some("disable_notification", quiet ? "true" : "")
                        .some("message_thread_id", thread == 0 ? "" : String.valueOf(thread))
                        .bytes();
        URI url =
                Urls.of(
                        api.toString().replaceAll("/+$", "")
                                + "/bot"
                                + token.reveal()
                                + "/sendMessage");
        return judged(sender.send(Request.json(url, body, Duration.ZERO)));
    }

    private String text(Words words) throws WordingException {
        if (!parseMode.equals("HTML")) {
            return Cut.toRunes(words.text(message), MESSAGE_RUNES);
        }
        String html = words.html(message);
        return html.codePointCount(0, html.length()) > MESSAGE_RUNES ? TOO_LONG : html;
    }

    /// A limit's pause stands in the body. So does whether the message was taken: what answers 200
    /// and says nothing of it is some other server on the way.
    private static Delivery judged(Answer answer) throws IOException {
        Map<String, Object> reply = Json.object(answer.isSuccess() ? answer.text() : answer.body());
        String details = Json.text(reply, "description");
        if (answer.status() == 429
                && Json.object(reply.get("parameters")).get("retry_after") instanceof Long pause) {
            var asked = Duration.ofSeconds(Math.clamp(pause, 0, 600));
            return new TryLater(
                    asked, Reason.RATE_LIMITED, "unexpected status code 429: " + details);
        }
        if (answer.isSuccess() && !Boolean.TRUE.equals(reply.get("ok"))) {
            return new TryLater(
                    Duration.ZERO, Reason.OTHER, "the answer is not one of Telegram: " + details);
        }
        return Answers.judge(answer, details.isEmpty() ? answer.body() : details, "");
    }
}
