package tocsin.server.ui;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;

import org.jspecify.annotations.Nullable;

import tocsin.server.http.ErrorShape;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/// Refuses forms that another site made a browser send. A browser says where a form comes from, by
/// `Sec-Fetch-Site`, else by `Origin` or `Referer`; a request that says nothing is no form of ours.
final class SameOrigin {
    private final String external;

    /// @param external scheme, host and port under which people reach this server
    SameOrigin(String external) {
        this.external = external.toLowerCase(Locale.ROOT);
    }

    /// Throws an answer of 403 unless the form is ours.
    void require(HttpHeaders headers) {
        if (!isOurs(headers)) {
            throw new WebApplicationException(
                    ErrorShape.plain(
                            403,
                            "this form was not sent by a page of this server: its origin is "
                                    + said(headers)
                                    + "\n",
                            List.of()));
        }
    }

    private boolean isOurs(HttpHeaders headers) {
        String site = headers.getHeaderString("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String from = from(headers);
        String host = headers.getHeaderString(HttpHeaders.HOST);
        return from != null
                && (origin(from).equals(external)
                        || (host != null && authority(from).equalsIgnoreCase(host)));
    }

    private static @Nullable String from(HttpHeaders headers) {
        String origin = headers.getHeaderString("Origin");
        return origin == null ? headers.getHeaderString("Referer") : origin;
    }

    private static String said(HttpHeaders headers) {
        String from = from(headers);
        return from == null ? "not given" : origin(from);
    }

    private static String origin(String url) {
        try {
            URI uri = URI.create(url);
            return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "unreadable";
        }
    }

    private static String authority(String url) {
        try {
            String authority = URI.create(url).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
