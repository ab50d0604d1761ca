package tocsin.server.promapi;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;

import tocsin.server.http.ErrorShape;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// What holds for every path of the API: origins and compression, and the words of errors.
@PreMatching
public final class PromConventions
        implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor, ErrorShape {
    private static final String BASE = "/api/v1/";
    private static final String ENCODING = "tocsin.encoding";

    @Override
    public boolean isFor(String path) {
        return path.startsWith(BASE);
    }

    @Override
    public Response answer(Problem problem) {
        return switch (problem.status()) {
            case 404, 405 -> PLAIN.answer(problem);
            case 503 -> Envelope.error(503, "unavailable", "too busy, try again later");
            default -> Envelope.error(problem.status(), "internal", "internal error");
        };
    }

    @Override
    public Response forbidden(String words) {
        return Envelope.error(403, "forbidden", words);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (isFor("/" + request.getUriInfo().getPath()) && request.getMethod().equals("OPTIONS")) {
            request.abortWith(Response.status(204).build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!isFor("/" + request.getUriInfo().getPath())) {
            return;
        }
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.put(HttpHeaders.VARY, List.of("Origin", "Accept-Encoding"));
        if (request.getHeaderString("Origin") != null) {
            headers.putSingle(
                    "Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin");
            headers.putSingle("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
            headers.putSingle("Access-Control-Expose-Headers", "Date");
            headers.putSingle("Access-Control-Allow-Origin", "*");
        }
        String encoding = encoding(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        if (response.hasEntity() && !encoding.isEmpty()) {
            headers.putSingle(HttpHeaders.CONTENT_ENCODING, encoding);
            request.setProperty(ENCODING, encoding);
        }
    }

    /// The first encoding named that is known; weights are not looked at, as upstream does not.
    private static String encoding(@org.jspecify.annotations.Nullable String header) {
        if (header == null) {
            return "";
        }
        for (String token : header.split(",", -1)) {
            String name = token.split(";", 2)[0].strip();
            if (name.equals("gzip") || name.equals("deflate")) {
                return name;
            }
        }
        return "";
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        Object encoding = context.getProperty(ENCODING);
        if (encoding == null) {
            context.proceed();
            return;
        }
        OutputStream plain = context.getOutputStream();
        DeflaterOutputStream packed =
                encoding.equals("gzip")
                        ? new GZIPOutputStream(plain, 16 * 1024)
                        : new DeflaterOutputStream(plain);
        context.setOutputStream(packed);
        try {
            context.proceed();
        } finally {
            packed.finish();
            context.setOutputStream(plain);
        }
    }
}
