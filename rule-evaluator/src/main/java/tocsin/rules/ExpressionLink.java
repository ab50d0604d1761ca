package tocsin.rules;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Links to the page that shows an expression, as upstream writes them: receivers compare them.
public final class ExpressionLink {
    /// The tab of the page that draws.
    public static final int GRAPH = 0;

    /// The tab of the page that lists.
    public static final int TABLE = 1;

    private ExpressionLink() {}

    /// The path to an expression's page.
    ///
    /// @param tab [#GRAPH] or [#TABLE]
    public static String path(String expression, int tab) {
        return "/graph?g0.expr=" + escape(expression) + "&g0.tab=" + tab;
    }

    /// Go's `url.QueryEscape`: Java's leaves the star, and escapes the tilde.
    public static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
