package tocsin.storage.otlp;

/// A data point, or a whole metric, that is not stored.
final class RefusedPointException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedPointException(String why) {
        super(why);
    }
}
