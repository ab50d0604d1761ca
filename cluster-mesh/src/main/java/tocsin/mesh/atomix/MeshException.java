package tocsin.mesh.atomix;

/// A member could not join.
public final class MeshException extends Exception {
    private static final long serialVersionUID = 1L;

    /// With what went wrong.
    public MeshException(String message, Throwable cause) {
        super(message, cause);
    }
}
