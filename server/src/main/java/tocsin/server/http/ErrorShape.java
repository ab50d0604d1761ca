package tocsin.server.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import java.util.List;

/// How an API words the errors that it did not make itself: unknown path, wrong method, wrong media
/// type.
public interface ErrorShape {
    /// Plain text in Go's words, for what is no API.
    ErrorShape PLAIN =
            new ErrorShape() {
                @Override
                public boolean isFor(String path) {
                    return true;
                }

                @Override
                public Response answer(Problem problem) {
                    String text =
                            switch (problem.status()) {
                                case 404 -> "404 page not found\n";
                                case 405 -> "Method Not Allowed\n";
                                default -> Response.Status.fromStatusCode(problem.status()) + "\n";
                            };
                    return plain(problem.status(), text, problem.allowed());
                }
            };

    /// What Tocsin's own API says when it is not a resource that speaks.
    ErrorShape OWN =
            new ErrorShape() {
                @Override
                public boolean isFor(String path) {
                    return path.startsWith("/api/tocsin/");
                }

                @Override
                public Response answer(Problem problem) {
                    return PLAIN.answer(problem);
                }

                @Override
                public Response forbidden(String words) {
                    return JsonAnswer.refused(403, words).getResponse();
                }
            };

    /// Whether the path belongs to this API.
    boolean isFor(String path);

    /// The answer.
    Response answer(Problem problem);

    /// The answer to somebody who may not do what he asked for.
    default Response forbidden(String words) {
        return plain(403, words + "\n", List.of());
    }

    /// An answer in plain text.
    static Response plain(int status, String text, List<String> allowed) {
        var response = Response.status(status).entity(text).type("text/plain; charset=utf-8");
        if (!allowed.isEmpty()) {
            response.header(HttpHeaders.ALLOW, String.join(", ", allowed));
        }
        return response.build();
    }

    /// What went wrong.
    ///
    /// @param path below the prefix, with its slash
    /// @param allowed the methods the path has, when the one used is not among them
    record Problem(
            int status, String path, String method, String contentType, List<String> allowed) {
        /// Copies the methods.
        public Problem {
            allowed = List.copyOf(allowed);
        }
    }
}
