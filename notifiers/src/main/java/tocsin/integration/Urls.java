package tocsin.integration;

import tocsin.http.Secret;
import tocsin.http.UnsendableException;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// URLs in the making.
public final class Urls {
    private Urls() {}

    /// The URL that a secret holds.
    public static URI of(Secret secret) throws IOException {
        return of(secret.reveal());
    }

    /// The URL of a text.
    ///
    /// @throws UnsendableException when it is none; the text does not show
    public static URI of(String text) throws UnsendableException {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new UnsendableException("the URL <redacted> is no URL");
        }
    }

    /// A text as one part of a path.
    public static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }

    /// A text as a name or value in a query or a form.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Names and values as a query or a form, in the map's order.
    public static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }
}
