package tocsin.storage.read;

/// A request of remote read that is not answered, for a reason that lies with the asker.
public final class ReadRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why, for whoever asked.
    public ReadRefusedException(String message) {
        super(message);
    }
}
