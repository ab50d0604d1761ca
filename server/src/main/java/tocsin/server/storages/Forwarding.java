package tocsin.server.storages;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import tocsin.storage.remote.Transport;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Hands questions about samples on to the servers of the storage that the API reads, and their
/// answers back as they are. The next server is asked when one is away or in trouble.
@PreMatching
public final class Forwarding implements ContainerRequestFilter {
    private static final String API = "api/v1/";
    private static final Set<String> PATHS =
            Set.of("query", "query_range", "query_exemplars", "series", "labels", "metadata");
    private static final int MAX_FORM = 10 * 1024 * 1024;

    private final List<URI> servers;
    private final Duration timeout;
    private final Asking transport;

    /// Asks a server, by `GET` too.
    @FunctionalInterface
    public interface Asking {
        /// Asks and blocks for the answer.
        Transport.Answer ask(String method, URI target, Map<String, String> headers, byte[] body)
                throws IOException;
    }

    /// Hands on to these servers.
    public Forwarding(List<URI> servers, Duration timeout, Asking transport) {
        this.servers = List.copyOf(servers);
        this.timeout = timeout;
        this.transport = transport;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String path = request.getUriInfo().getPath(false);
        String plain = path.startsWith("/") ? path.substring(1) : path;
        boolean post = request.getMethod().equals(HttpMethod.POST);
        if (!isForwarded(plain) || (!post && !request.getMethod().equals(HttpMethod.GET))) {
            return;
        }
        byte[] form = post ? request.getEntityStream().readNBytes(MAX_FORM + 1) : new byte[0];
        if (form.length > MAX_FORM) {
            request.abortWith(error(400, "bad_data", "http: request body too large"));
            return;
        }
        String query = request.getUriInfo().getRequestUri().getRawQuery();
        request.abortWith(answer(plain + (query == null ? "" : "?" + query), post, form));
    }

    private static boolean isForwarded(String path) {
        if (!path.startsWith(API)) {
            return false;
        }
        String rest = path.substring(API.length());
        return PATHS.contains(rest) || rest.matches("label/[^/]+/values");
    }

    private Response answer(String target, boolean post, byte[] form) {
        Map<String, String> headers =
                post
                        ? Map.of("Content-Type", "application/x-www-form-urlencoded")
                        : Map.of("Accept", "application/json");
        var failures = new StringBuilder();
        for (URI server : servers) {
            try {
                String base = server.toString().replaceAll("/+$", "");
                Transport.Answer answer =
                        transport.ask(
                                post ? "POST" : "GET",
                                URI.create(base + "/" + target),
                                headers,
                                form);
                if (answer.status() / 100 != 5 && answer.status() != 429) {
                    return Response.status(answer.status())
                            .type(answer.contentType())
                            .entity(answer.body())
                            .build();
                }
                note(failures, server, "status " + answer.status());
            } catch (IOException e) {
                note(failures, server, String.valueOf(e.getMessage()));
            }
        }
        return error(
                503,
                "unavailable",
                "no server answered within " + timeout.toSeconds() + " s each: " + failures);
    }

    private static void note(StringBuilder failures, URI server, String why) {
        failures.append(failures.isEmpty() ? "" : "; ").append(Transport.shown(server));
        failures.append(": ").append(why);
    }

    private static Response error(int status, String type, String message) {
        String json =
                "{\"status\":\"error\",\"errorType\":\""
                        + type
                        + "\",\"error\":\""
                        + message.replaceAll("[\\\\\"\\p{Cntrl}]", "?")
                        + "\"}";
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
