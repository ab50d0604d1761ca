package tocsin.webex;

import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.integration.Cut;
import tocsin.integration.HttpNotifier;
import tocsin.integration.JsonObject;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Posts a message of Markdown to a Webex room.
record Webex(HttpSender sender, URI url, String roomId, String message)
        implements HttpNotifier.Attempt {
    private static final int MESSAGE_BYTES = 7439;

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        byte[] body =
                new JsonObject()
                        .with("markdown", Cut.toBytes(words.text(message), MESSAGE_BYTES))
                        .some("roomId", words.text(roomId))
                        .bytes();
        return sender.deliver(Request.json(url, body, Duration.ZERO));
    }
}
