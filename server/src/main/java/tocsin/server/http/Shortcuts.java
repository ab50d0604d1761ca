package tocsin.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import tocsin.server.http.Shortcut.NotTaken;
import tocsin.server.http.Shortcut.TakenInPart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Sends requests by their shortcut, and all others on. The bodies that are read at once are
/// bounded in bytes: when there are too many, the next is not read until there is room, which its
/// sender feels as a slow connection.
final class Shortcuts extends Handler.Wrapper {
    private static final String JSON = "application/json";
    private static final int LARGEST = 8 << 20;
    private static final int UNIT = 1 << 10;
    private static final int ROOM = (64 << 20) / UNIT;

    private final Map<String, Shortcut> shortcuts = new HashMap<>();
    private final Semaphore room = new Semaphore(ROOM);

    Shortcuts(String prefix, List<Shortcut> ways, PrometheusRegistry metrics, Handler application) {
        super(application);
        ways.forEach(way -> shortcuts.put(prefix + way.path(), way));
        GaugeWithCallback.builder()
                .name("tocsin_http_shortcut_body_bytes")
                .help("Bytes of posted bodies that are being taken; at the limit others wait.")
                .callback(
                        callback -> callback.call((double) (ROOM - room.availablePermits()) * UNIT))
                .register(metrics);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Shortcut way =
                request.getMethod().equals("POST")
                        ? shortcuts.get(Request.getPathInContext(request))
                        : null;
        int length = way == null ? 0 : length(request);
        if (way == null || length <= 0 || !isPlain(request) || !mayEdit(request)) {
            return super.handle(request, response, callback);
        }
        int units = 1 + length / UNIT;
        room.acquire(units);
        Shortcut.Outcome outcome;
        try {
            byte[] body = body(request, length);
            outcome = body.length < length ? new NotTaken() : way.take(body, length);
            if (outcome instanceof NotTaken) {
                var again = Content.Source.from(ByteBuffer.wrap(body));
                return super.handle(new Replayed(request, again), response, callback);
            }
        } finally {
            room.release(units);
        }
        way.headers(request.getHeaders().contains(HttpHeader.ORIGIN))
                .forEach(response.getHeaders()::put);
        if (outcome instanceof TakenInPart(String json)) {
            response.setStatus(HttpStatus.BAD_REQUEST_400);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
            response.write(true, ByteBuffer.wrap(json.getBytes(UTF_8)), callback);
        } else {
            response.write(true, null, callback);
        }
        return true;
    }

    /// Who may not is told so on the long way.
    private static boolean mayEdit(Request request) {
        return Caller.of(request.getAttribute(Caller.ATTRIBUTE)).role().includes(Role.EDITOR);
    }

    private static int length(Request request) {
        long length = request.getLength();
        return length > LARGEST ? 0 : (int) length;
    }

    private static boolean isPlain(Request request) {
        var headers = request.getHeaders();
        String accept = headers.get(HttpHeader.ACCEPT);
        return JSON.equals(headers.get(HttpHeader.CONTENT_TYPE))
                && (accept == null || accept.equals("*/*") || accept.equals(JSON))
                && !headers.contains(HttpHeader.CONTENT_ENCODING);
    }

    private static byte[] body(Request request, int length) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            return in.readNBytes(length);
        }
    }

    /// A request whose body was read already.
    private static final class Replayed extends Request.Wrapper {
        private final Content.Source body;

        Replayed(Request request, Content.Source body) {
            super(request);
            this.body = body;
        }

        @Override
        public Content.@Nullable Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable whenAvailable) {
            body.demand(whenAvailable);
        }
    }
}
