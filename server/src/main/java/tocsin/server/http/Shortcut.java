package tocsin.server.http;

import java.util.Map;

/// A way past the application for the one kind of request that comes ten thousand times a second: a
/// JSON body posted to a path, answered with success and nothing more. Whatever is unusual about a
/// request goes the long way, and so must mean the same there.
public interface Shortcut {
    /// The path, below the prefix.
    String path();

    /// Takes a body; blocks until what it asks for is done.
    ///
    /// @param body whose first `length` bytes count
    /// @return false when it has to go the long way; then nothing has happened
    boolean take(byte[] body, int length) throws InterruptedException;

    /// The headers of a success.
    ///
    /// @param isForeign whether a browser sends it for a page of another origin
    Map<String, String> headers(boolean isForeign);
}
