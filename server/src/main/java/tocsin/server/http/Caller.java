package tocsin.server.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;

import org.jspecify.annotations.Nullable;

/// Who asks, once the entrance has let him in.
///
/// @param name empty where nobody is asked for one
public record Caller(String name, Role role) {
    /// The request's attribute under which the entrance leaves it.
    public static final String ATTRIBUTE = "tocsin.caller";

    /// Whoever it is, where there are no users.
    static final Caller ANYBODY = new Caller("", Role.ADMIN);

    private static final String NAME = "X-Tocsin-Caller";
    private static final String ROLE = "X-Tocsin-Caller-Role";

    static Caller of(@Nullable Object attribute) {
        return attribute instanceof Caller caller ? caller : ANYBODY;
    }

    /// Leaves itself for the resource, in place of what a client may have sent.
    void leaveIn(MultivaluedMap<String, String> headers) {
        headers.remove(NAME);
        headers.remove(ROLE);
        if (!name.isEmpty()) {
            headers.putSingle(NAME, name);
            headers.putSingle(ROLE, role.word());
        }
    }

    /// Who sent the request that a resource answers.
    public static Caller of(HttpHeaders headers) {
        String name = headers.getHeaderString(NAME);
        String role = headers.getHeaderString(ROLE);
        return name == null || role == null ? ANYBODY : new Caller(name, Role.of(role));
    }
}
