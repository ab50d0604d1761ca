package tocsin.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

import tocsin.http.HttpSettings.Authorization;
import tocsin.notify.Delivery;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Sends requests as one `http_config` says. Redirects are followed with the method and the body
/// kept, for a page that turned into a `GET` of some other page would be lost in silence; what
/// identifies us is not taken along to another host.
public final class HttpSender {
    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int SEE_OTHER = 303;
    private static final Pattern HEADER = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    private final HttpSettings settings;
    private final Network network;
    private final LiveClient client;
    private final Optional<OAuth2Tokens> tokens;

    /// What is sent.
    ///
    /// @param method `POST`
    /// @param url where to; its text never shows in errors, for it may be a secret
    /// @param timeout zero is the longest allowed
    public record Request(
            String method, URI url, byte[] body, Map<String, String> headers, Duration timeout) {
        /// A `POST` of JSON.
        public static Request json(URI url, byte[] body, Duration timeout) {
            return new Request("POST", url, body, HttpSender.json(), timeout);
        }
    }

    /// A sender.
    ///
    /// @throws IllegalArgumentException when the TLS files cannot be used; the message says why
    public HttpSender(HttpSettings settings, Network network) {
        this.settings = settings;
        this.network = network;
        this.client = new LiveClient(settings, network);
        this.tokens =
                settings.authorization() instanceof Authorization.OAuth2(OAuth2Settings oauth2)
                        ? Optional.of(new OAuth2Tokens(oauth2, network))
                        : Optional.empty();
        client.checkTls();
    }

    /// An answer that must be had whole, as bytes.
    ///
    /// @param retryAfter the header of that name, empty when there was none
    public record Whole(int status, String contentType, String retryAfter, byte[] body) {}

    /// Sends, and reads the answer whole.
    ///
    /// @throws IOException also when it is longer than the network's limit
    public Whole whole(Request request) throws IOException, InterruptedException {
        Exchange.Raw raw = exchange(request);
        IOException broken = raw.broken();
        if (broken != null) {
            throw broken;
        }
        if (raw.cut()) {
            throw new IOException(
                    "an answer of more than " + network.rules().limits().answerBytes() + " bytes");
        }
        noteRefusal(raw);
        String type = raw.headers().get(HttpHeader.CONTENT_TYPE);
        String later = raw.headers().get(HttpHeader.RETRY_AFTER);
        return new Whole(
                raw.status(), type == null ? "" : type, later == null ? "" : later, raw.body());
    }

    /// Sends, and reads the answer.
    public Answer send(Request request) throws IOException, InterruptedException {
        return answer(exchange(request));
    }

    private Exchange.Raw exchange(Request request) throws IOException, InterruptedException {
        Duration longest = network.rules().limits().whole();
        boolean own = request.timeout().isPositive() && request.timeout().compareTo(longest) < 0;
        Duration whole = own ? request.timeout() : longest;
        URI url = checked(request.url());
        boolean known = true;
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            Exchange.Raw raw =
                    Exchange.run(
                            client.get(),
                            new Exchange.Question(
                                    request.method(),
                                    withoutLogin(url),
                                    request.body(),
                                    headers(request, url, known),
                                    whole),
                            network.rules().limits().answerBytes());
            Optional<URI> next = redirect(request, url, raw);
            if (next.isEmpty()) {
                return raw;
            }
            known = known && isSameSite(url, next.get());
            url = checked(next.get());
        }
        throw new SayableException("stopped after " + MAX_REDIRECTS + " redirects");
    }

    private static URI checked(URI url) throws UnsendableException {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || url.getHost() == null) {
            throw new UnsendableException("the URL <redacted> is not one of http or https");
        }
        return url;
    }

    private static URI withoutLogin(URI url) {
        String login = url.getRawUserInfo();
        return login == null ? url : URI.create(url.toString().replace(login + "@", ""));
    }

    /// Where a redirect leads, if it shall be followed. `303` asks for another method, so that the
    /// message would be lost.
    private Optional<URI> redirect(Request request, URI from, Exchange.Raw raw)
            throws UnsendableException {
        boolean loses = raw.status() == SEE_OTHER && !request.method().equals("GET");
        String to = raw.headers().get(HttpHeader.LOCATION);
        if (!settings.followsRedirects()
                || !REDIRECTS.contains(raw.status())
                || loses
                || to == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(withoutLogin(from).resolve(to));
        } catch (IllegalArgumentException e) {
            throw new UnsendableException("a redirect to something that is no URL");
        }
    }

    /// The same host or one below it, and no step back to plain text.
    private static boolean isSameSite(URI from, URI to) {
        String before = from.getHost().toLowerCase(Locale.ROOT);
        String after = String.valueOf(to.getHost()).toLowerCase(Locale.ROOT);
        boolean down = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
        return !down && (after.equals(before) || after.endsWith("." + before));
    }

    private List<HttpField> headers(Request request, URI url, boolean known)
            throws IOException, InterruptedException {
        var fields = new ArrayList<HttpField>();
        add(fields, "User-Agent", network.rules().userAgent());
        for (Map.Entry<String, String> each : request.headers().entrySet()) {
            boolean sensitive = each.getKey().equalsIgnoreCase("Authorization");
            if (known || !sensitive) {
                add(fields, each.getKey(), each.getValue());
            }
        }
        if (!known) {
            return fields;
        }
        if (request.headers().keySet().stream().noneMatch("Authorization"::equalsIgnoreCase)) {
            Optional<String> authorization = authorization(url);
            if (authorization.isPresent()) {
                add(fields, "Authorization", authorization.get());
            }
        }
        for (Map.Entry<String, List<Secret>> header : settings.headers().entrySet()) {
            for (Secret value : header.getValue()) {
                add(fields, header.getKey(), value.reveal());
            }
        }
        return fields;
    }

    private static void add(List<HttpField> fields, String name, String value)
            throws UnsendableException {
        if (!HEADER.matcher(value).matches()) {
            throw new UnsendableException(
                    "the value of the header " + name + " holds characters that none may hold");
        }
        fields.add(new HttpField(name, value));
    }

    private Optional<String> authorization(URI url) throws IOException, InterruptedException {
        return switch (settings.authorization()) {
            case Authorization.None() ->
                    Optional.ofNullable(url.getRawUserInfo())
                            .map(login -> basic(HttpClients.decoded(login)));
            case Authorization.Basic(Secret user, Secret password) ->
                    Optional.of(basic(user.reveal() + ":" + password.reveal()));
            case Authorization.Token(String type, Secret credentials) ->
                    Optional.of(type + " " + credentials.reveal());
            case Authorization.OAuth2 _ ->
                    tokens.isEmpty()
                            ? Optional.empty()
                            : Optional.of("Bearer " + tokens.get().token());
        };
    }

    static String basic(String both) {
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private void noteRefusal(Exchange.Raw raw) {
        if (raw.status() == 401) {
            tokens.ifPresent(OAuth2Tokens::forget);
        }
    }

    private Answer answer(Exchange.Raw raw) {
        noteRefusal(raw);
        Instant now = network.rules().clock().instant();
        String type = raw.headers().get(HttpHeader.CONTENT_TYPE);
        return new Answer(
                raw.status(),
                type == null ? "" : type,
                raw.text(),
                RetryAfter.parse(raw.headers().get(HttpHeader.RETRY_AFTER), now),
                Optional.ofNullable(raw.broken()));
    }

    /// Sends, and judges the answer by its status alone.
    public Delivery deliver(Request request) throws IOException, InterruptedException {
        return Answers.judge(send(request));
    }

    /// The header of JSON bodies.
    public static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }
}
