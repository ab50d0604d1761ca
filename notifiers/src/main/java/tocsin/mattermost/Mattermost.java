package tocsin.mattermost;

import org.jspecify.annotations.Nullable;

import tocsin.http.Answers;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.Cut;
import tocsin.integration.HttpNotifier;
import tocsin.integration.JsonObject;
import tocsin.integration.Urls;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Notification;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Posts a message with attachments to a Mattermost webhook.
record Mattermost(HttpSender sender, Secret url, Post post) implements HttpNotifier.Attempt {
    private static final int TEXT_RUNES = 16_383;
    private static final Set<String> URGENCIES = Set.of("urgent", "important", "standard");

    /// What a post says, as templates.
    ///
    /// @param text above the attachments; only where they are one's own
    record Post(
            String channel,
            String username,
            String text,
            String iconUrl,
            String iconEmoji,
            String type,
            String card,
            List<Attachment> attachments,
            Optional<Priority> priority) {
        /// Copies the attachments.
        Post {
            attachments = List.copyOf(attachments);
        }
    }

    /// An attachment.
    record Attachment(Map<String, String> texts, List<Field> fields) {
        /// Copies the fields.
        Attachment {
            fields = List.copyOf(fields);
        }
    }

    /// A field of an attachment.
    record Field(String title, String value, Optional<Boolean> isShort) {}

    /// How loud a post is.
    record Priority(String priority, boolean requestedAck, boolean persistent) {}

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        String channel = words.text(post.channel());
        var attachments = new ArrayList<Object>();
        for (Attachment each : post.attachments()) {
            attachments.add(attachment(each, words));
        }
        var object =
                new JsonObject()
                        .some("text", Cut.toRunes(words.text(post.text()), TEXT_RUNES))
                        .some("channel", channel)
                        .some("username", words.text(post.username()))
                        .some("icon_url", words.text(post.iconUrl()))
                        .some("icon_emoji", words.text(post.iconEmoji()))
                        .some("attachments", attachments)
                        .some("type", words.text(post.type()));
        String card = words.text(post.card());
        if (!card.isEmpty()) {
            object.with("props", Map.of("card", card));
        }
        if (post.priority().isPresent()) {
            object.with("priority", priority(post.priority().get(), words));
        }
        var request = Request.json(Urls.of(url), object.bytes(), Duration.ZERO);
        var answer = sender.send(request);
        return Answers.judge(answer, answer.body(), "channel \"" + channel + "\": ");
    }

    private static Map<String, @Nullable Object> attachment(Attachment attachment, Words words)
            throws WordingException {
        var object = new JsonObject();
        for (Map.Entry<String, String> each : attachment.texts().entrySet()) {
            object.some(each.getKey(), words.text(each.getValue()));
        }
        var fields = new ArrayList<Object>();
        for (Field field : attachment.fields()) {
            fields.add(
                    new JsonObject()
                            .with("title", words.text(field.title()))
                            .with("value", words.text(field.value()))
                            .with("short", field.isShort().orElse(false))
                            .map());
        }
        return object.some("fields", fields).map();
    }

    private static Map<String, @Nullable Object> priority(Priority priority, Words words)
            throws WordingException {
        String text = words.text(priority.priority()).toLowerCase(Locale.ROOT);
        String urgency = URGENCIES.contains(text) ? text : "standard";
        return new JsonObject()
                .with("priority", urgency)
                .some("requested_ack", priority.requestedAck() && !urgency.equals("standard"))
                .some("persistent_notifications", priority.persistent() && urgency.equals("urgent"))
                .map();
    }
}
