package tocsin.jepsen.process;

/// Puts things back when this process is told to end before it could: members still running and
/// namespaces still there would spoil the next run.
public final class Cleanup implements AutoCloseable {
    private final Thread hook;

    /// Runs `putBack` at an early end.
    public Cleanup(Runnable putBack) {
        hook = Thread.ofPlatform().name("cleanup").unstarted(putBack);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// It is no longer needed.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The end has begun, and the hook is running.
        }
    }
}
