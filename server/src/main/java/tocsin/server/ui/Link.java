package tocsin.server.ui;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A link with a query, made bit by bit; empty values are left out.
final class Link {
    private final String path;
    private final List<String> query = new ArrayList<>();

    private Link(String path) {
        this.path = path;
    }

    static Link to(String path) {
        return new Link(path);
    }

    Link with(String name, String value) {
        if (!value.isEmpty()) {
            query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
        return this;
    }

    @Override
    public String toString() {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /// A link that came with an alert, or nothing when following it could do harm: only http and
    /// https are let through.
    static String safe(String url) {
        String text = url.strip();
        String start = text.toLowerCase(Locale.ROOT);
        return start.startsWith("http://") || start.startsWith("https://") ? text : "";
    }
}
