package tocsin.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import tocsin.http.HttpSettings.Authorization;
import tocsin.http.OAuth2Settings.Grant;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// Gets tokens from an OAuth 2 server and keeps each until shortly before it expires. Two requests
/// at once may both ask for one, which does no harm.
final class OAuth2Tokens {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final String JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final OAuth2Settings settings;
    private final Network network;
    private final HttpSender sender;
    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
    private final AtomicReference<Way> way = new AtomicReference<>(Way.IN_HEADER);

    /// A token.
    private record Held(String token, Instant until) {}

    /// How the client's secret is shown. Servers differ, so the other way is tried when one fails.
    private enum Way {
        IN_HEADER,
        IN_BODY
    }

    OAuth2Tokens(OAuth2Settings settings, Network network) {
        this.settings = settings;
        this.network = network;
        this.sender =
                new HttpSender(
                        new HttpSettings(
                                new Authorization.None(),
                                settings.tls(),
                                true,
                                true,
                                settings.proxy(),
                                Map.of()),
                        network);
    }

    /// A token that is good now.
    String token() throws IOException, InterruptedException {
        Instant now = network.rules().clock().instant();
        Held found = held.get();
        if (found != null && now.isBefore(found.until())) {
            return found.token();
        }
        Answer answer = ask(now);
        if (!answer.isSuccess()) {
            throw new SayableException(
                    "oauth2: cannot fetch token: " + answer.status() + " " + answer.body().strip());
        }
        Held fresh = read(answer.text(), now);
        held.set(fresh);
        return fresh.token();
    }

    /// The server that the token was shown to did not want it.
    void forget() {
        held.set(null);
    }

    private Answer ask(Instant now) throws IOException, InterruptedException {
        return switch (settings.grant()) {
            case Grant.ClientCredentials(Secret secret) -> {
                Way first = way.get();
                Answer answer = withSecret(secret, first);
                if (answer.status() / 100 != 4 || answer.status() == 429) {
                    yield answer;
                }
                Way other = first == Way.IN_HEADER ? Way.IN_BODY : Way.IN_HEADER;
                Answer second = withSecret(secret, other);
                if (second.isSuccess()) {
                    way.set(other);
                    yield second;
                }
                yield answer;
            }
            case Grant.SignedAssertion assertion -> {
                Map<String, String> form = new TreeMap<>(settings.parameters());
                form.put("grant_type", JWT);
                form.put("assertion", Assertions.signed(assertion, settings, now));
                yield post(form, Map.of());
            }
        };
    }

    private Answer withSecret(Secret secret, Way how) throws IOException, InterruptedException {
        Map<String, String> form = new TreeMap<>(settings.parameters());
        form.put("grant_type", "client_credentials");
        if (!settings.scopes().isEmpty()) {
            form.put("scope", String.join(" ", settings.scopes()));
        }
        return switch (how) {
            case IN_HEADER ->
                    post(
                            form,
                            Map.of(
                                    "Authorization",
                                    HttpSender.basic(
                                            encoded(settings.clientId())
                                                    + ":"
                                                    + encoded(secret.reveal()))));
            case IN_BODY -> {
                form.put("client_id", settings.clientId());
                form.put("client_secret", secret.reveal());
                yield post(form, Map.of());
            }
        };
    }

    private Answer post(Map<String, String> form, Map<String, String> headers)
            throws IOException, InterruptedException {
        String body =
                form.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return sender.send(
                new HttpSender.Request(
                        "POST",
                        settings.tokenUrl(),
                        body.getBytes(StandardCharsets.UTF_8),
                        all,
                        Duration.ZERO));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Held read(String text, Instant now) throws IOException {
        String token = "";
        Duration life = LONGEST;
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new SayableException("oauth2: the token server did not answer with JSON");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "access_token" -> token = json.getValueAsString("");
                    case "id_token" -> token = token.isEmpty() ? json.getValueAsString("") : token;
                    case "expires_in" -> life = Duration.ofSeconds(json.getValueAsLong(0));
                    default -> json.skipChildren();
                }
            }
        }
        if (token.isEmpty()) {
            throw new SayableException("oauth2: server response missing access_token");
        }
        Duration kept =
                life.isZero() || life.isNegative() || life.compareTo(LONGEST) > 0 ? LONGEST : life;
        return new Held(token, now.plus(kept).minus(MARGIN));
    }
}
