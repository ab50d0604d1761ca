package tocsin.discord;

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
import java.util.List;

/// Posts one embed to a Discord webhook.
record Discord(
        HttpSender sender,
        Secret url,
        String title,
        String message,
        String content,
        String username,
        String avatarUrl)
        implements HttpNotifier.Attempt {
    private static final int TITLE_RUNES = 256;
    private static final int MESSAGE_RUNES = 4096;
    private static final int CONTENT_RUNES = 2000;
    private static final int RED = 0x992D22;
    private static final int GREEN = 0x2ECC71;

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        var embed =
                new JsonObject()
                        .with("title", Cut.toRunes(words.text(title), TITLE_RUNES))
                        .with("description", Cut.toRunes(words.text(message), MESSAGE_RUNES))
                        .with("color", notification.isFiring() ? RED : GREEN);
        byte[] body =
                new JsonObject()
                        .with("content", Cut.toRunes(words.text(content), CONTENT_RUNES))
                        .with("embeds", List.of(embed.map()))
                        .some("username", username)
                        .some("avatar_url", avatarUrl)
                        .bytes();
        return sender.deliver(Request.json(Urls.of(url), body, Duration.ZERO));
    }
}
