package tocsin.rocketchat;

import org.jspecify.annotations.Nullable;

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
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Posts a message with one attachment to Rocket.Chat.
record RocketChat(HttpSender sender, URI api, Secret token, Secret tokenId, Texts texts)
        implements HttpNotifier.Attempt {
    private static final int TITLE_RUNES = 1024;

    /// Where and what, as templates.
    record Texts(
            String channel,
            String emoji,
            String iconUrl,
            String title,
            String titleLink,
            String text,
            String imageUrl,
            String thumbUrl,
            String color,
            List<Field> fields,
            List<Action> actions) {
        /// Copies the lists.
        Texts {
            fields = List.copyOf(fields);
            actions = List.copyOf(actions);
        }
    }

    /// A field of the attachment.
    record Field(boolean isShort, String title, String value) {}

    /// A button.
    record Action(String text, String url, String message) {}

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        String channel = words.text(texts.channel());
        byte[] body =
                new JsonObject()
                        .some("channel", channel)
                        .some("emoji", words.text(texts.emoji()))
                        .some("avatar", words.text(texts.iconUrl()))
                        .with("attachments", List.of(attachment(words)))
                        .bytes();
        var headers =
                Map.of(
                        "Content-Type", "application/json",
                        "X-Auth-Token", token.reveal(),
                        "X-User-Id", tokenId.reveal());
        URI url = Urls.of(api.toString().replaceAll("/+$", "") + "/api/v1/chat.postMessage");
        String before = "channel \"" + channel + "\": ";
        return judged(before, sender.send(new Request("POST", url, body, headers, Duration.ZERO)));
    }

    private Map<String, @Nullable Object> attachment(Words words) throws WordingException {
        var fields = new ArrayList<Object>();
        for (Field field : texts.fields()) {
            fields.add(
                    new JsonObject()
                            .with("short", field.isShort())
                            .with("title", words.text(field.title()))
                            .with("value", words.text(field.value()))
                            .map());
        }
        var actions = new ArrayList<Object>();
        for (Action action : texts.actions()) {
            actions.add(
                    new JsonObject()
                            .with("type", "button")
                            .with("text", words.text(action.text()))
                            .with("url", words.text(action.url()))
                            .with("is_webview", false)
                            .with("msg", words.text(action.message()))
                            .with("msg_in_chat_window", false)
                            .map());
        }
        return new JsonObject()
                .some("title", Cut.toRunes(words.text(texts.title()), TITLE_RUNES))
                .some("title_link", words.text(texts.titleLink()))
                .some("text", words.text(texts.text()))
                .some("image_url", words.text(texts.imageUrl()))
                .some("thumb_url", words.text(texts.thumbUrl()))
                .some("color", words.text(texts.color()))
                .some("fields", fields)
                .some("actions", actions)
                .map();
    }

    private static Delivery judged(String before, Answer answer) throws IOException {
        if (!answer.isSuccess()) {
            return Answers.judge(answer, answer.body(), before);
        }
        Map<String, Object> reply = Json.object(answer.text());
        if (reply.isEmpty()) {
            return new TryLater(
                    Duration.ZERO, Reason.OTHER, before + "could not unmarshal JSON response");
        }
        return Boolean.TRUE.equals(reply.get("success"))
                ? new Delivered(Map.of(), "success")
                : new Refused(
                        Reason.CLIENT_ERROR,
                        before + "error response from Rocketchat: " + Json.text(reply, "error"));
    }
}
