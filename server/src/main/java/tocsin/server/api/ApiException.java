package tocsin.server.api;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// An answer other than success, in one of the API's two shapes: what its framework refuses is an
/// object with code and message, what its handlers refuse is a bare string.
final class ApiException extends WebApplicationException {
    private static final long serialVersionUID = 1L;

    private ApiException(Response response) {
        super(response);
    }

    /// The framework's: `{"code":602,"message":"labels in body is required"}`.
    static ApiException framework(int status, int code, String message) {
        return new ApiException(frameworkResponse(status, code, message));
    }

    static Response frameworkResponse(int status, int code, String message) {
        return json(status, "{\"code\":" + code + ",\"message\":" + quoted(message) + "}");
    }

    /// A handler's: `"bad matcher format: foo"`.
    static ApiException handler(int status, String message) {
        return new ApiException(json(status, quoted(message) + "\n"));
    }

    private static Response json(int status, String body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
    }

    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
