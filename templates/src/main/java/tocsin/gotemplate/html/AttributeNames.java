package tocsin.gotemplate.html;

import java.util.Locale;
import java.util.Set;

/// What attributes of HTML hold, by their names.
final class AttributeNames {
    /// What a value is made of.
    enum Content {
        PLAIN,
        URL,
        CSS,
        JS,
        SRCSET,
        HTML,
        UNSAFE
    }

    private static final Set<String> URLS =
            Set.of(
                    "action",
                    "archive",
                    "background",
                    "cite",
                    "classid",
                    "codebase",
                    "data",
                    "formaction",
                    "href",
                    "icon",
                    "longdesc",
                    "manifest",
                    "poster",
                    "profile",
                    "src",
                    "usemap",
                    "xmlns");
    private static final Set<String> UNSAFE =
            Set.of(
                    "accept-charset",
                    "async",
                    "challenge",
                    "charset",
                    "content",
                    "crossorigin",
                    "defer",
                    "enctype",
                    "form",
                    "formenctype",
                    "formmethod",
                    "formnovalidate",
                    "http-equiv",
                    "keytype",
                    "language",
                    "method",
                    "novalidate",
                    "pattern",
                    "rel",
                    "sandbox",
                    "type",
                    "value");
    private static final Set<String> PLAIN = Set.of("srclang");

    private AttributeNames() {}

    static Content content(String name) {
        String plain = name;
        if (name.startsWith("data-")) {
            plain = name.substring(5);
        } else if (name.contains(":")) {
            if (name.startsWith("xmlns:")) {
                return Content.URL;
            }
            plain = name.substring(name.indexOf(':') + 1);
        }
        return switch (plain) {
            case "style" -> Content.CSS;
            case "srcset" -> Content.SRCSET;
            case "srcdoc" -> Content.HTML;
            default -> other(plain);
        };
    }

    private static Content other(String name) {
        if (URLS.contains(name)) {
            return Content.URL;
        }
        if (UNSAFE.contains(name)) {
            return Content.UNSAFE;
        }
        if (PLAIN.contains(name)) {
            return Content.PLAIN;
        }
        if (name.startsWith("on")) {
            return Content.JS;
        }
        boolean looksLikeUrl = name.contains("src") || name.contains("uri") || name.contains("url");
        return looksLikeUrl ? Content.URL : Content.PLAIN;
    }

    /// Whether a script of this type is JavaScript.
    static boolean isJavaScript(String type) {
        String name = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "application/ecmascript",
                    "application/javascript",
                    "application/json",
                    "application/ld+json",
                    "application/x-ecmascript",
                    "application/x-javascript",
                    "module",
                    "text/ecmascript",
                    "text/javascript",
                    "text/jscript",
                    "text/livescript",
                    "text/x-ecmascript",
                    "text/x-javascript" ->
                    true;
            default -> name.matches("text/javascript1\\.[0-5]");
        };
    }
}
