package tocsin.server.promapi;

import jakarta.ws.rs.WebApplicationException;

/// An answer other than success, in the envelope.
final class PromException extends WebApplicationException {
    private static final long serialVersionUID = 1L;

    /// The kinds of errors and their statuses.
    enum Kind {
        BAD_DATA("bad_data", 400),
        EXECUTION("execution", 422),
        CANCELED("canceled", 499),
        TIMEOUT("timeout", 503),
        INTERNAL("internal", 500),
        NOT_FOUND("not_found", 404),
        UNAVAILABLE("unavailable", 500),
        BUSY("unavailable", 503);

        private final String word;
        private final int status;

        Kind(String word, int status) {
            this.word = word;
            this.status = status;
        }
    }

    PromException(Kind kind, String message) {
        super(Envelope.error(kind.status, kind.word, message));
    }

    /// A parameter is wrong.
    static PromException badData(String message) {
        return new PromException(Kind.BAD_DATA, message);
    }

    /// The parameter of this name is wrong.
    static PromException parameter(String name, String message) {
        return badData("invalid parameter \"" + name + "\": " + message);
    }
}
