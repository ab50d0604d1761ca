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
import java.util.List;
import java.util.Map;

/// Posts an adaptive card to a workflow.
record Workflow(HttpSender sender, Secret url, String title, String text)
        implements HttpNotifier.Attempt {
    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        var heading =
                new JsonObject()
                        .with("type", "TextBlock")
                        .with("text", words.text(title))
                        .with("weight", "Bolder")
                        .with("size", "Medium")
                        .with("wrap", true)
                        .with("style", "heading")
                        .with("color", notification.isFiring() ? "Attention" : "Good");
        var paragraph =
                new JsonObject()
                        .with("type", "TextBlock")
                        .with("text", words.text(text))
                        .with("wrap", true);
        var card =
                new JsonObject()
                        .with("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                        .with("type", "AdaptiveCard")
                        .with("version", "1.2")
                        .with("body", List.of(heading.map(), paragraph.map()))
                        .with("msteams", Map.of("width", "full"));
        var attachment =
                new JsonObject()
                        .with("contentType", "application/vnd.microsoft.card.adaptive")
                        .with("contentUrl", null)
                        .with("content", card.map());
        byte[] body =
                new JsonObject()
                        .with("type", "message")
                        .with("attachments", List.of(attachment.map()))
                        .bytes();
        return sender.deliver(Request.json(Urls.of(url), body, Duration.ZERO));
    }
}
