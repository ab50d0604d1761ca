package tocsin.server.webconfig;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import tocsin.server.http.Caller;
import tocsin.server.webconfig.PasswordCheck.Verdict;
import tocsin.server.webconfig.WebConfig.RateLimit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Stands before every path, also those of health checks and metrics: limits requests, sets
/// headers, asks for user and password, and leaves word of who came in. In upstream's order, with
/// upstream's words.
final class Guard extends Handler.Wrapper {
    private static final String SCHEME = "basic ";

    private final Supplier<WebConfig> config;
    private final PasswordCheck passwords;
    private final WebConfigMetrics metrics;
    private final AtomicReference<@Nullable TokenBucket> bucket = new AtomicReference<>();

    Guard(
            Handler inner,
            Supplier<WebConfig> config,
            PasswordCheck passwords,
            WebConfigMetrics metrics) {
        super(inner);
        this.config = config;
        this.passwords = passwords;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        WebConfig now = config.get();
        if (now.rateLimit().isPresent() && !bucket(now.rateLimit().get()).take(System.nanoTime())) {
            metrics.turnedAway("rate_limit");
            return refuse(response, callback, HttpStatus.TOO_MANY_REQUESTS_429);
        }
        Response answer =
                now.headers().isEmpty() ? response : new WithHeaders(request, response, now);
        if (now.users().isEmpty()) {
            return super.handle(request, answer, callback);
        }
        Asked asked = ask(now.users(), request);
        return switch (asked.verdict()) {
            case ADMITTED -> {
                request.setAttribute(Caller.ATTRIBUTE, now.caller(asked.user()));
                yield super.handle(request, answer, callback);
            }
            case REFUSED -> {
                metrics.turnedAway("unauthorized");
                answer.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic");
                yield refuse(answer, callback, HttpStatus.UNAUTHORIZED_401);
            }
            case BUSY -> {
                metrics.turnedAway("busy");
                answer.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
                yield refuse(answer, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            }
        };
    }

    private TokenBucket bucket(RateLimit limit) {
        TokenBucket known = bucket.get();
        if (known != null && known.limit().equals(limit)) {
            return known;
        }
        var fresh = new TokenBucket(limit, System.nanoTime());
        bucket.set(fresh);
        return fresh;
    }

    private record Asked(Verdict verdict, String user) {
        private static final Asked NOBODY = new Asked(Verdict.REFUSED, "");
    }

    private Asked ask(Map<String, String> users, Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Asked.NOBODY;
        }
        String both;
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()));
            both = new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return Asked.NOBODY;
        }
        int colon = both.indexOf(':');
        if (colon < 0) {
            return Asked.NOBODY;
        }
        String user = both.substring(0, colon);
        return new Asked(passwords.check(users, user, both.substring(colon + 1)), user);
    }

    private static boolean refuse(Response response, Callback callback, int status) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        String text = HttpStatus.getMessage(status) + "\n";
        response.write(true, StandardCharsets.UTF_8.encode(text), callback);
        return true;
    }

    /// An answer whose configured headers stand, whatever a page sets.
    private static final class WithHeaders extends Response.Wrapper {
        private final HttpFields.Mutable headers;
        private final Map<String, String> configured;

        WithHeaders(Request request, Response response, WebConfig config) {
            super(request, response);
            configured = config.headers();
            configured.forEach(response.getHeaders()::put);
            headers =
                    new HttpFields.Mutable.Wrapper(response.getHeaders()) {
                        @Override
                        public @Nullable HttpField onAddField(HttpField field) {
                            return isConfigured(field) ? null : field;
                        }

                        @Override
                        public @Nullable HttpField onReplaceField(HttpField old, HttpField field) {
                            return isConfigured(old) ? old : field;
                        }
                    };
        }

        private boolean isConfigured(HttpField field) {
            return configured.keySet().stream().anyMatch(field::is);
        }

        @Override
        public HttpFields.Mutable getHeaders() {
            return headers;
        }

        @Override
        public void reset() {
            super.reset();
            configured.forEach(getWrapped().getHeaders()::put);
        }
    }
}
