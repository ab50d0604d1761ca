package tocsin.server.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.durable.NotDurableException;

import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

/// Turns what went wrong into the answer that the API under the request's path would give: each has
/// its own shape for errors, and clients parse it. A loop that is full answers 503: come back
/// later.
public final class Errors implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final Set<String> IMPLIED = Set.of("HEAD", "OPTIONS");

    private final List<ErrorShape> shapes;

    @Context private Request request;
    @Context private UriInfo uri;
    @Context private HttpHeaders headers;

    /// Errors in these shapes; the first whose path fits decides, and plain text does for the rest.
    @SuppressWarnings("NullAway.Init")
    public Errors(List<ErrorShape> shapes) {
        this.shapes = List.copyOf(shapes);
    }

    @Override
    public Response toResponse(Throwable thrown) {
        String path = "/" + uri.getPath().replaceFirst("^/", "");
        if (thrown instanceof WebApplicationException web) {
            Response response = web.getResponse();
            return response.hasEntity() || response.getStatus() < 400
                    ? response
                    : answer(path, response.getStatus(), allowed(response));
        }
        if (thrown instanceof RoleException) {
            return shape(path).forbidden(String.valueOf(thrown.getMessage()));
        }
        if (isCausedBy(thrown, RejectedExecutionException.class)) {
            return Response.fromResponse(answer(path, 503, List.of()))
                    .header(HttpHeaders.RETRY_AFTER, "1")
                    .build();
        }
        NotDurableException refused = notDurable(thrown);
        if (refused != null) {
            return Response.status(503)
                    .header(HttpHeaders.RETRY_AFTER, "1")
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(quoted(refused) + "\n")
                    .build();
        }
        if (!isCausedBy(thrown, EOFException.class)) {
            LOG.atError().addKeyValue("path", path).log("a request failed", thrown);
        }
        return answer(path, 500, List.of());
    }

    private Response answer(String path, int status, List<String> allowed) {
        String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return shape(path)
                .answer(
                        new ErrorShape.Problem(
                                status,
                                path,
                                request.getMethod(),
                                type == null ? "" : type,
                                allowed));
    }

    private ErrorShape shape(String path) {
        return Stream.concat(shapes.stream(), Stream.of(ErrorShape.OWN, ErrorShape.PLAIN))
                .filter(shape -> shape.isFor(path))
                .findFirst()
                .orElse(ErrorShape.PLAIN);
    }

    private static @Nullable NotDurableException notDurable(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotDurableException refused) {
                return refused;
            }
        }
        return null;
    }

    private static String quoted(Throwable thrown) {
        char[] text = JsonStringEncoder.getInstance().quoteAsString("" + thrown.getMessage());
        return "\"" + new String(text) + "\"";
    }

    private static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> allowed(Response response) {
        String header = response.getHeaderString(HttpHeaders.ALLOW);
        var methods = new TreeSet<String>();
        if (header != null) {
            methods.addAll(Arrays.asList(header.split("\\s*,\\s*")));
            methods.removeAll(IMPLIED);
        }
        return List.copyOf(methods);
    }
}
