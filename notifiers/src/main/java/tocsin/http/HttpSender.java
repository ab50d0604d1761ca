package tocsin.http;

import tocsin.http.HttpSettings.Authorization;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalLong;

/// Sends requests as one `http_config` says, and says what an answer means: 2xx is told, 5xx, 429
/// and trouble on the way may be tried again, everything else is final.
public final class HttpSender {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int MAX_ANSWER = 16 * 1024;

    private final HttpSettings settings;
    private final HttpClient client;
    private final String userAgent;

    /// What is sent.
    ///
    /// @param url where to; its text never shows in errors, for it may be a secret
    /// @param timeout zero is the longest allowed, a minute
    public record Request(URI url, byte[] body, Map<String, String> headers, Duration timeout) {}

    /// An answer.
    ///
    /// @param body its first 16 KiB
    public record Answer(int status, String contentType, String body, OptionalLong retryAfter) {}

    /// A sender.
    ///
    /// @throws IllegalArgumentException when the TLS files cannot be used; the message says why
    public HttpSender(HttpSettings settings, String version) {
        this.settings = settings;
        this.userAgent = "Alertmanager/" + version;
        this.client = client(settings);
    }

    private static HttpClient client(HttpSettings settings) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .followRedirects(
                                settings.followsRedirects() ? Redirect.NORMAL : Redirect.NEVER)
                        .version(
                                settings.http2()
                                        ? HttpClient.Version.HTTP_2
                                        : HttpClient.Version.HTTP_1_1);
        settings.proxy()
                .ifPresent(proxy ->
                        builder.proxy(
                                ProxySelector.of(
                                        new InetSocketAddress(proxy.getHost(), proxy.getPort()))));
        if (!settings.tls().equals(HttpSettings.Tls.DEFAULT)) {
            try {
                builder.sslContext(TlsContexts.of(settings.tls()));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException("tls_config: " + e.getMessage(), e);
            }
        }
        return builder.build();
    }

    /// Posts, and reads the answer.
    public Answer post(Request request) throws IOException, InterruptedException {
        Duration timeout =
                request.timeout().isPositive() && request.timeout().compareTo(LONGEST) < 0
                        ? request.timeout()
                        : LONGEST;
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(request.url())
                        .timeout(timeout)
                        .header("User-Agent", userAgent)
                        .POST(BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::header);
        authorize(builder);
        for (var header : settings.headers().entrySet()) {
            for (Secret value : header.getValue()) {
                builder.header(header.getKey(), value.reveal());
            }
        }
        HttpResponse<InputStream> response =
                client.send(builder.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    text,
                    retryAfter(response));
        }
    }

    private static OptionalLong retryAfter(HttpResponse<?> response) {
        String text = response.headers().firstValue("Retry-After").orElse("");
        return text.matches("\\d{1,9}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private void authorize(HttpRequest.Builder builder) throws IOException {
        switch (settings.authorization()) {
            case Authorization.None() -> {}
            case Authorization.Basic(Secret user, Secret password) -> {
                byte[] both =
                        (user.reveal() + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
                builder.header(
                        "Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
            }
            case Authorization.Token(String type, Secret credentials) ->
                    builder.header("Authorization", type + " " + credentials.reveal());
        }
    }

    /// Posts, and judges the answer by its status alone.
    public Delivery deliver(Request request) throws InterruptedException {
        try {
            return judge(post(request));
        } catch (HttpTimeoutException e) {
            return new TryLater(
                    Duration.ZERO, Reason.CONTEXT_DEADLINE_EXCEEDED, "no answer in time");
        } catch (IOException e) {
            return trouble(e);
        } catch (IllegalArgumentException e) {
            return new Refused(Reason.OTHER, "the URL <redacted> or a header cannot be used");
        }
    }

    /// What trouble on the way means.
    public static Delivery trouble(IOException trouble) {
        String what = trouble.getClass().getSimpleName();
        return new TryLater(Duration.ZERO, Reason.OTHER, "Post \"<redacted>\": " + what);
    }

    /// What a status means.
    public static Delivery judge(Answer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return new Delivered(Map.of(), "status " + status);
        }
        String details = answer.body().isEmpty() ? "" : ": " + answer.body();
        String text = "unexpected status code " + status + details;
        Duration pause = pause(answer);
        return switch (status) {
            case 429 -> new TryLater(pause, Reason.RATE_LIMITED, text);
            case 401, 403 -> new Refused(Reason.AUTH_ERROR, text);
            default -> {
                if (status / 100 == 5) {
                    yield new TryLater(pause, Reason.SERVER_ERROR, text);
                }
                yield new Refused(status / 100 == 4 ? Reason.CLIENT_ERROR : Reason.OTHER, text);
            }
        };
    }

    private static Duration pause(Answer answer) {
        Duration asked = Duration.ofSeconds(answer.retryAfter().orElse(0));
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }

    /// Names of headers and values of JSON bodies.
    public static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }
}
