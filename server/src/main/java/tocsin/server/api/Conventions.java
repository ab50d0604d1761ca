package tocsin.server.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

import tocsin.server.http.ErrorShape;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What holds for every path of the API: origins, caching, media types, and the words of errors.
@PreMatching
public final class Conventions
        implements ContainerRequestFilter, ContainerResponseFilter, ErrorShape {
    private static final String BASE = "/api/v2";
    private static final Set<String> CORS_METHODS = Set.of("GET", "POST", "HEAD");

    @Override
    public boolean isFor(String path) {
        return path.startsWith(BASE + "/") || path.equals(BASE);
    }

    @Override
    public Response answer(Problem problem) {
        String text =
                switch (problem.status()) {
                    case 404 -> "path " + problem.path() + " was not found";
                    case 405 ->
                            "method "
                                    + problem.method()
                                    + " is not allowed, but ["
                                    + String.join(",", problem.allowed())
                                    + "] are";
                    case 415 -> unsupported(problem.contentType());
                    case 503 -> "too busy, try again later";
                    default -> "internal error";
                };
        Response response =
                ApiException.frameworkResponse(problem.status(), problem.status(), text);
        return problem.allowed().isEmpty()
                ? response
                : Response.fromResponse(response)
                        .header(HttpHeaders.ALLOW, String.join(",", problem.allowed()))
                        .build();
    }

    @Override
    public Response forbidden(String words) {
        return ApiException.handler(403, words).getResponse();
    }

    static String unsupported(String type) {
        return "unsupported media type \"" + type + "\", only [application/json] are allowed";
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!isFor("/" + request.getUriInfo().getPath())) {
            return;
        }
        if (request.getMethod().equals("OPTIONS")) {
            String wanted = request.getHeaderString("Access-Control-Request-Method");
            request.abortWith(wanted == null ? notAllowed(request) : preflight(wanted));
        } else if (request.getMethod().equals("HEAD")) {
            request.abortWith(notAllowed(request));
        } else if (!accepts(request.getAcceptableMediaTypes())) {
            request.abortWith(
                    ApiException.frameworkResponse(
                            406,
                            406,
                            "unsupported media type requested, only [application/json] are"
                                    + " available"));
        } else if (request.getMethod().equals("POST")) {
            checkContent(request);
        }
    }

    private Response notAllowed(ContainerRequestContext request) {
        return answer(
                new Problem(
                        405,
                        "/" + request.getUriInfo().getPath(),
                        request.getMethod(),
                        "",
                        List.of("GET")));
    }

    private static Response preflight(String wanted) {
        ResponseBuilder response = Response.status(204);
        if (CORS_METHODS.contains(wanted.toUpperCase(Locale.ROOT))) {
            response.header("Access-Control-Allow-Origin", "*")
                    .header("Access-Control-Allow-Methods", wanted)
                    .header(
                            "Access-Control-Allow-Headers",
                            "accept, content-type, x-requested-with");
        }
        return response.header(
                        HttpHeaders.VARY,
                        "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
                .build();
    }

    private static boolean accepts(List<MediaType> types) {
        return types.stream().anyMatch(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE));
    }

    private static void checkContent(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        String type = header == null ? "application/octet-stream" : header;
        String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!essence.equals(MediaType.APPLICATION_JSON)) {
            request.abortWith(ApiException.frameworkResponse(415, 415, unsupported(type)));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!isFor("/" + request.getUriInfo().getPath())) {
            return;
        }
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        if (request.getMethod().equals("OPTIONS")) {
            return;
        }
        response.getHeaders().putSingle(HttpHeaders.VARY, "Origin");
        if (request.getHeaderString("Origin") != null) {
            response.getHeaders().putSingle("Access-Control-Allow-Origin", "*");
        }
    }
}
