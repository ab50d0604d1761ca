package tocsin.server.verbs;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.net.ssl.HttpsURLConnection;

/// Requests to one server, one at a time. The plain client of the JDK's first days starts in a
/// fraction of the time of the modern one, and a verb makes two requests.
final class HttpCalls {
    private final String base;
    private final HttpAccess access;
    private final int timeoutMillis;

    private HttpCalls(String base, HttpAccess access, Duration timeout) {
        this.base = base;
        this.access = access;
        this.timeoutMillis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    }

    /// An answer, whatever its status.
    record Answer(int status, String body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /// Calls to a server.
    ///
    /// @param url with user and password, or with a file that has better ones
    static HttpCalls to(String url, @Nullable String configFile, Duration timeout) {
        URI uri = uri(url);
        String user = uri.getRawUserInfo();
        if (user != null && configFile != null) {
            throw new VerbException(
                    "basic authentication and http.config.file are mutually exclusive");
        }
        HttpAccess access =
                configFile != null
                        ? HttpAccess.read(configFile)
                        : user == null
                                ? HttpAccess.OPEN
                                : HttpAccess.basic(HttpAccess.decoded(user));
        String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new HttpCalls(uri.getScheme() + "://" + host + path, access, timeout);
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getScheme() == null || uri.getHost() == null) {
                throw new VerbException("not a URL with scheme and host: \"" + url + "\"");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new VerbException("not a URL: " + e.getMessage());
        }
    }

    /// A query string, with its question mark; empty for no parameters.
    static String query(List<Entry<String, String>> parameters) {
        String text =
                parameters.stream()
                        .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                        .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Answer get(String path) {
        return call("GET", path, Optional.empty(), "");
    }

    Answer delete(String path) {
        return call("DELETE", path, Optional.empty(), "");
    }

    Answer postJson(String path, String body) {
        return call("POST", path, Optional.of(body), "application/json");
    }

    Answer postForm(String path, String body) {
        return call("POST", path, Optional.of(body), "application/x-www-form-urlencoded");
    }

    private Answer call(String method, String path, Optional<String> body, String type) {
        try {
            HttpURLConnection connection = open(path);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Accept", "application/json");
            access.authorization()
                    .ifPresent(each -> connection.setRequestProperty("Authorization", each));
            if (body.isPresent()) {
                byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", type);
                connection.setFixedLengthStreamingMode(bytes.length);
                connection.getOutputStream().write(bytes);
            }
            int status = connection.getResponseCode();
            InputStream in =
                    status < 400 ? connection.getInputStream() : connection.getErrorStream();
            try (in) {
                String text =
                        in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(status, text);
            }
        } catch (IOException e) {
            String verb = method.charAt(0) + method.substring(1).toLowerCase(java.util.Locale.ROOT);
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new VerbException(verb + " \"" + base + path + "\": " + why);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        Proxy proxy = access.proxy().orElse(Proxy.NO_PROXY);
        var connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection(proxy);
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        if (connection instanceof HttpsURLConnection https) {
            access.trust().ifPresent(trust -> trust.use(https));
        }
        return connection;
    }
}
