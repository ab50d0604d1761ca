package tocsin.msteams;

import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.HttpNotifier;
import tocsin.integration.JsonObject;
import tocsin.integration.Urls;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Notification;

import java.io.IOException;
import java.time.Duration;

/// Posts a message card to a connector.
record Connector(HttpSender sender, Secret url, String title, String summary, String text)
        implements HttpNotifier.Attempt {
    private static final String RED = "8C1A1A";
    private static final String GREEN = "2DC72D";

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        byte[] body =
                new JsonObject()
                        .with("@context", "http://schema.org/extensions")
                        .with("type", "MessageCard")
                        .with("title", words.text(title))
                        .with("summary", words.text(summary))
                        .with("text", words.text(text))
                        .with("themeColor", notification.isFiring() ? RED : GREEN)
                        .bytes();
        return sender.deliver(Request.json(Urls.of(url), body, Duration.ZERO));
    }
}
