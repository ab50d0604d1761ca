package tocsin.pushover;

import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.Cut;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Urls;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Pushes a message to people's devices. Everything travels in the query, as upstream has it.
record Pushover(HttpSender sender, URI api, Secret userKey, Secret token, Texts texts)
        implements HttpNotifier.Attempt {
    private static final int TITLE_RUNES = 250;
    private static final int MESSAGE_RUNES = 1024;
    private static final int URL_RUNES = 512;

    /// What a message says, as templates, and how.
    ///
    /// @param retry how often a message of the highest priority is repeated until somebody says
    ///   that it was seen
    /// @param expire for how long
    /// @param ttl when it vanishes from devices; zero for never
    record Texts(
            String title,
            String message,
            String url,
            String urlTitle,
            String device,
            String sound,
            String priority,
            Duration retry,
            Duration expire,
            Duration ttl,
            Form form) {}

    /// The form of the message.
    enum Form {
        /// As it stands.
        PLAIN,
        /// With the few tags of HTML that Pushover knows.
        HTML,
        /// With letters of equal width.
        MONOSPACE
    }

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        Map<String, String> query = new TreeMap<>();
        query.put("token", words.text(token.reveal()));
        query.put("user", words.text(userKey.reveal()));
        query.put("title", Cut.toRunes(words.text(texts.title()), TITLE_RUNES));
        query.put("message", message(words));
        query.put("url", Cut.toRunes(words.text(texts.url()), URL_RUNES));
        query.put("url_title", words.text(texts.urlTitle()));
        query.put("priority", words.text(texts.priority()));
        query.put("retry", String.valueOf(texts.retry().toSeconds()));
        query.put("expire", String.valueOf(texts.expire().toSeconds()));
        query.put("device", words.text(texts.device()));
        query.put("sound", words.text(texts.sound()));
        switch (texts.form()) {
            case PLAIN -> {}
            case HTML -> query.put("html", "1");
            case MONOSPACE -> query.put("monospace", "1");
        }
        if (texts.ttl().isPositive()) {
            query.put("ttl", String.valueOf(texts.ttl().toSeconds()));
        }
        return sender.deliver(
                new Request(
                        "POST",
                        Urls.of(api + "?" + Urls.form(query)),
                        new byte[0],
                        Map.of("Content-Type", "text/plain"),
                        Duration.ZERO));
    }

    private String message(Words words) throws WordingException {
        String text =
                texts.form() == Form.HTML
                        ? words.html(texts.message())
                        : words.text(texts.message());
        String cut = Cut.toRunes(text, MESSAGE_RUNES).strip();
        return cut.isEmpty() ? "(no details)" : cut;
    }
}
