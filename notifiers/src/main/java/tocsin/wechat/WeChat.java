package tocsin.wechat;

import org.jspecify.annotations.Nullable;

import tocsin.http.Answer;
import tocsin.http.Answers;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Json;
import tocsin.integration.JsonObject;
import tocsin.integration.Urls;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// Sends a message to people of a company, with a token that is good for two hours.
final class WeChat implements HttpNotifier.Attempt {
    private static final Duration TOKEN_LIFE = Duration.ofHours(2);
    private static final long TOKEN_EXPIRED = 42_001;
    private static final Delivery NO_JSON =
            new TryLater(Duration.ZERO, Reason.OTHER, "the answer is no JSON");

    private final HttpSender sender;
    private final URI api;
    private final Secret secret;
    private final Texts texts;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Token> token = new AtomicReference<>();

    /// A token.
    private record Token(String text, Instant until) {}

    /// To whom and what, as templates.
    ///
    /// @param type `text` or `markdown`
    record Texts(
            String corpId,
            String message,
            String type,
            String toUser,
            String toParty,
            String toTag,
            String agentId) {}

    WeChat(HttpSender sender, URI api, Secret secret, Texts texts, InstantSource clock) {
        this.sender = sender;
        this.api = api;
        this.secret = secret;
        this.texts = texts;
        this.clock = clock;
    }

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        Token held = token.get();
        String corp = words.text(texts.corpId());
        if (held == null || !clock.instant().isBefore(held.until())) {
            Answer answer = askForToken(corp, words.text(secret.reveal()));
            if (!answer.isSuccess()) {
                return Answers.judge(answer);
            }
            Map<String, Object> reply = Json.object(answer.text());
            if (reply.isEmpty()) {
                return NO_JSON;
            }
            String text = Json.text(reply, "access_token");
            if (text.isEmpty()) {
                return new Refused(Reason.AUTH_ERROR, "invalid APISecret for CorpID: " + corp);
            }
            held = new Token(text, clock.instant().plus(TOKEN_LIFE));
            token.set(held);
        }
        URI url = Urls.of(api + "message/send?access_token=" + Urls.encoded(held.text()));
        return judged(sender.send(Request.json(url, body(words), Duration.ZERO)));
    }

    private Answer askForToken(String corp, String key) throws IOException, InterruptedException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("corpid", corp);
        query.put("corpsecret", key);
        return sender.send(
                new Request(
                        "GET",
                        Urls.of(api + "gettoken?" + Urls.form(query)),
                        new byte[0],
                        Map.of(),
                        Duration.ZERO));
    }

    private byte[] body(Words words) throws WordingException {
        String message = words.text(texts.message());
        boolean markdown = texts.type().equals("markdown");
        return new JsonObject()
                .with("text", Map.of("content", markdown ? "" : message))
                .some("touser", words.text(texts.toUser()))
                .some("toparty", words.text(texts.toParty()))
                .some("totag", words.text(texts.toTag()))
                .some("agentid", words.text(texts.agentId()))
                .with("safe", "0")
                .with("msgtype", texts.type())
                .with("markdown", Map.of("content", markdown ? message : ""))
                .bytes();
    }

    private Delivery judged(Answer answer) throws IOException {
        if (!answer.isSuccess()) {
            return Answers.judge(answer);
        }
        Map<String, Object> reply = Json.object(answer.text());
        if (!(reply.getOrDefault("errcode", 0L) instanceof Long code) || reply.isEmpty()) {
            return NO_JSON;
        }
        String message = Json.text(reply, "errmsg");
        if (code == 0) {
            return new Delivered(Map.of(), "ok");
        }
        if (code == TOKEN_EXPIRED) {
            token.set(null);
            return new TryLater(Duration.ZERO, Reason.AUTH_ERROR, message);
        }
        return new Refused(Reason.CLIENT_ERROR, message);
    }
}
