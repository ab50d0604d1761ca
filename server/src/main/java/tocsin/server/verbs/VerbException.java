package tocsin.server.verbs;

/// A verb cannot do what it was asked, for a reason that the user can act on.
final class VerbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VerbException(String reason) {
        super(reason);
    }
}
