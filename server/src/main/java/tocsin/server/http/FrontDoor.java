package tocsin.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.nio.charset.StandardCharsets;

/// What a request meets before the application: `/` leads to the prefix, paths outside of it to
/// nothing, and a path with `//` to the clean one, as Go's servers do.
final class FrontDoor extends Handler.Wrapper {
    private final String prefix;

    FrontDoor(String prefix, Handler application) {
        super(application);
        this.prefix = prefix;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (path.contains("//")) {
            return redirect(
                    HttpStatus.MOVED_PERMANENTLY_301,
                    path.replaceAll("/+", "/") + query(request),
                    response,
                    callback);
        }
        if (!prefix.isEmpty() && path.equals("/")) {
            return redirect(HttpStatus.FOUND_302, prefix, response, callback);
        }
        if (super.handle(request, response, callback)) {
            return true;
        }
        response.setStatus(HttpStatus.NOT_FOUND_404);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.write(true, StandardCharsets.UTF_8.encode("404 page not found\n"), callback);
        return true;
    }

    private static String query(Request request) {
        String query = request.getHttpURI().getQuery();
        return query == null ? "" : "?" + query;
    }

    private static boolean redirect(
            int status, String location, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.LOCATION, location);
        callback.succeeded();
        return true;
    }
}
