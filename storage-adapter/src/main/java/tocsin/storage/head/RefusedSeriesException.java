package tocsin.storage.head;

/// A series that may not be: its labels are not acceptable, or there are too many.
public final class RefusedSeriesException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why, for whoever sent it.
    public RefusedSeriesException(String message) {
        super(message);
    }
}
