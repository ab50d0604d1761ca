package tocsin.slack;

import tocsin.http.Answer;
import tocsin.http.Answers;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Json;
import tocsin.integration.JsonObject;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Posts one message for a notification. With a bot token the message's id is remembered with the
/// notification log, which all members share, so that whoever tells next can update the message or
/// answer in its thread; when it is gone, a new one is posted.
///
/// @param url where messages are posted
/// @param update whether the first message is updated
/// @param replies whether later notifications are posted in the first one's thread
record Slack(
        HttpSender sender,
        Secret url,
        SlackMessage message,
        boolean update,
        boolean replies,
        Duration timeout)
        implements HttpNotifier.Attempt {
    /// The names under which upstream remembers a message.
    private static final String THREAD = "threadTs";

    private static final String CHANNEL = "channelId";

    /// What Slack says of a message that can be updated no more.
    private static final Set<String> GONE =
            Set.of(
                    "message_not_found",
                    "cant_update_message",
                    "edit_window_closed",
                    "thread_not_found",
                    "channel_not_found",
                    "is_archived");

    private static final Set<String> BUSY =
            Set.of(
                    "ratelimited",
                    "rate_limited",
                    "fatal_error",
                    "internal_error",
                    "service_unavailable",
                    "request_timeout");

    private static final Set<String> UNAUTHORIZED =
            Set.of(
                    "invalid_auth",
                    "not_authed",
                    "account_inactive",
                    "token_revoked",
                    "token_expired",
                    "missing_scope");

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        String channel = words.text(message.channel());
        JsonObject body = message.render(words);
        String thread = notification.receiverData().getOrDefault(THREAD, "");
        String where = notification.receiverData().getOrDefault(CHANNEL, "");
        if (thread.isEmpty() || where.isEmpty() || !(update || replies)) {
            return judged(channel, post(URI.create(url.reveal()), body, channel, Map.of()));
        }
        return again(body, channel, new Place(where, thread));
    }

    /// Where the first message stands.
    private record Place(String channel, String thread) {}

    private Delivery again(JsonObject body, String channel, Place first)
            throws IOException, InterruptedException {
        var target = URI.create(url.reveal());
        Delivery delivery = new Delivered(remembered(first), "");
        if (update) {
            Answer answer =
                    post(updating(target), body, first.channel(), Map.of("ts", first.thread()));
            delivery = judged(channel, answer);
            if (GONE.contains(error(answer))) {
                return judged(channel, post(target, body, channel, Map.of()));
            }
        }
        if (replies && delivery instanceof Delivered) {
            Answer answer =
                    post(target, body, first.channel(), Map.of("thread_ts", first.thread()));
            if (GONE.contains(error(answer))) {
                return judged(channel, post(target, body, channel, Map.of()));
            }
            delivery =
                    switch (judged(channel, answer)) {
                        case Delivered(Map<String, String> _, String reply) ->
                                new Delivered(remembered(first), reply);
                        case TryLater later -> later;
                        case Refused refused -> refused;
                    };
        }
        return delivery;
    }

    private static Map<String, String> remembered(Place first) {
        return Map.of(THREAD, first.thread(), CHANNEL, first.channel());
    }

    /// Posting and updating differ in the last part of the path.
    private static URI updating(URI post) {
        return URI.create(post.toString().replaceFirst("/chat\\.postMessage$", "/chat.update"));
    }

    private Answer post(URI to, JsonObject body, String channel, Map<String, String> place)
            throws IOException, InterruptedException {
        var whole = new JsonObject().some("channel", channel);
        place.forEach(whole::some);
        body.map().forEach(whole::with);
        return sender.send(Request.json(to, whole.bytes(), timeout));
    }

    private static boolean isJson(Answer answer) {
        return answer.contentType().toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private static String error(Answer answer) throws IOException {
        return answer.isSuccess() && isJson(answer)
                ? Json.text(Json.object(answer.text()), "error")
                : "";
    }

    private static Delivery judged(String channel, Answer answer) throws IOException {
        Delivery byStatus = Answers.judge(answer, answer.body(), "channel \"" + channel + "\": ");
        if (!(byStatus instanceof Delivered)) {
            return byStatus;
        }
        if (isJson(answer)) {
            return json(channel, answer);
        }
        return answer.text().equals("ok")
                ? byStatus
                : refused(channel, "received an error response from Slack: " + answer.body());
    }

    private static Delivery json(String channel, Answer answer) throws IOException {
        Map<String, Object> reply = Json.object(answer.text());
        if (!(reply.get("ok") instanceof Boolean ok)) {
            return new TryLater(
                    Duration.ZERO,
                    Reason.OTHER,
                    "channel \""
                            + channel
                            + "\": could not unmarshal JSON response: "
                            + answer.body());
        }
        if (ok) {
            var data = new HashMap<String, String>();
            String ts = Json.text(reply, "ts");
            String id = Json.text(reply, "channel");
            if (!ts.isEmpty() && !id.isEmpty()) {
                data.put(THREAD, ts);
                data.put(CHANNEL, id);
            }
            return new Delivered(data, "ok");
        }
        String error = Json.text(reply, "error");
        if (BUSY.contains(error)) {
            boolean limited = error.startsWith("rate");
            return new TryLater(
                    Answers.pause(answer),
                    limited ? Reason.RATE_LIMITED : Reason.SERVER_ERROR,
                    "channel \"" + channel + "\": error response from Slack: " + error);
        }
        return refused(
                channel, "error response from Slack: " + error, UNAUTHORIZED.contains(error));
    }

    private static Delivery refused(String channel, String cause) {
        return refused(channel, cause, false);
    }

    private static Delivery refused(String channel, String cause, boolean unauthorized) {
        return new Refused(
                unauthorized ? Reason.AUTH_ERROR : Reason.CLIENT_ERROR,
                "channel \"" + channel + "\": " + cause);
    }
}
