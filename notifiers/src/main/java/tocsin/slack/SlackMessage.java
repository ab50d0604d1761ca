package tocsin.slack;

import org.jspecify.annotations.Nullable;

import tocsin.integration.Cut;
import tocsin.integration.JsonObject;
import tocsin.integration.WordingException;
import tocsin.integration.Words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a message says, as templates.
///
/// @param text the message's own text, above the attachment
record SlackMessage(
        String channel,
        String username,
        String iconEmoji,
        String iconUrl,
        boolean linkNames,
        String text,
        Attachment attachment) {
    private static final int TITLE_RUNES = 1024;
    private static final List<String> MARKDOWN_IN = List.of("fallback", "pretext", "text");

    /// The one attachment.
    record Attachment(
            String title,
            String titleLink,
            String pretext,
            String text,
            String fallback,
            String callbackId,
            List<Field> fields,
            List<Action> actions,
            String imageUrl,
            String thumbUrl,
            String footer,
            String color,
            List<String> markdownIn) {
        /// Copies the lists.
        Attachment {
            fields = List.copyOf(fields);
            actions = List.copyOf(actions);
            markdownIn = markdownIn.isEmpty() ? MARKDOWN_IN : List.copyOf(markdownIn);
        }
    }

    /// A field of the attachment.
    record Field(String title, String value, boolean isShort) {}

    /// A button or a menu.
    record Action(
            String type,
            String text,
            String url,
            String style,
            String name,
            String value,
            Optional<Confirm> confirm) {}

    /// A question before an action.
    record Confirm(String text, String title, String okText, String dismissText) {}

    /// The body, except for what depends on where the message goes.
    JsonObject render(Words words) throws WordingException {
        return new JsonObject()
                .some("username", words.text(username))
                .some("icon_emoji", words.text(iconEmoji))
                .some("icon_url", words.text(iconUrl))
                .some("link_names", linkNames)
                .some("text", words.text(text))
                .with("attachments", List.of(attachment(words)));
    }

    private Map<String, @Nullable Object> attachment(Words words) throws WordingException {
        var fields = new ArrayList<Object>();
        for (Field field : attachment.fields()) {
            fields.add(
                    new JsonObject()
                            .with("title", words.text(field.title()))
                            .with("value", words.text(field.value()))
                            .with("short", field.isShort())
                            .map());
        }
        var actions = new ArrayList<Object>();
        for (Action action : attachment.actions()) {
            actions.add(action(action, words));
        }
        return new JsonObject()
                .some("title", Cut.toRunes(words.text(attachment.title()), TITLE_RUNES))
                .some("title_link", words.text(attachment.titleLink()))
                .some("pretext", words.text(attachment.pretext()))
                .with("text", words.text(attachment.text()))
                .with("fallback", words.text(attachment.fallback()))
                .with("callback_id", words.text(attachment.callbackId()))
                .some("fields", fields)
                .some("actions", actions)
                .some("image_url", words.text(attachment.imageUrl()))
                .some("thumb_url", words.text(attachment.thumbUrl()))
                .with("footer", words.text(attachment.footer()))
                .some("color", words.text(attachment.color()))
                .some("mrkdwn_in", attachment.markdownIn())
                .map();
    }

    private static Map<String, @Nullable Object> action(Action action, Words words)
            throws WordingException {
        JsonObject object =
                new JsonObject()
                        .with("type", words.text(action.type()))
                        .with("text", words.text(action.text()))
                        .some("url", words.text(action.url()))
                        .some("style", words.text(action.style()))
                        .some("name", words.text(action.name()))
                        .some("value", words.text(action.value()));
        if (action.confirm().isPresent()) {
            Confirm confirm = action.confirm().get();
            object.with(
                    "confirm",
                    new JsonObject()
                            .with("text", words.text(confirm.text()))
                            .some("title", words.text(confirm.title()))
                            .some("ok_text", words.text(confirm.okText()))
                            .some("dismiss_text", words.text(confirm.dismissText()))
                            .map());
        }
        return object.map();
    }
}
