package tocsin.server.http;

/// Somebody asked for what his role may not do.
final class RoleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RoleException(Caller caller, Role needed) {
        super(
                ("user \"%s\" has the role %s, and this needs the role %s: see roles in the web"
                                + " configuration")
                        .formatted(caller.name(), caller.role().word(), needed.word()));
    }
}
