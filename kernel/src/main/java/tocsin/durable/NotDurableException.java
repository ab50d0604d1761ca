package tocsin.durable;

/// A write cannot be made to outlive this process at present: the disk is full, or refuses. Nothing
/// is wrong with what was written; it may be tried again later.
public final class NotDurableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// With what the disk said.
    public NotDurableException(String cause) {
        super("the write cannot be made durable: " + cause);
    }
}
