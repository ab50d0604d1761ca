package tocsin.server.http;

import java.util.Map;

/// A way past the application for the one kind of request that comes ten thousand times a second: a
/// JSON body posted to a path, answered with success and nothing more, or with one line of what is
/// missing. Whatever is unusual about a request goes the long way, and so must mean the same there.
public interface Shortcut {
    /// The path, below the prefix.
    String path();

    /// Takes a body; blocks until what it asks for is done.
    ///
    /// @param body whose first `length` bytes count
    /// @return what became of it
    Outcome take(byte[] body, int length) throws InterruptedException;

    /// What became of a body.
    sealed interface Outcome {}

    /// It was taken.
    record Taken() implements Outcome {}

    /// It was taken but for a part of it, which is a 400.
    ///
    /// @param json the answer's body, which says why
    record TakenInPart(String json) implements Outcome {}

    /// It has to go the long way; nothing has happened.
    record NotTaken() implements Outcome {}

    /// The headers of what was taken.
    ///
    /// @param isForeign whether a browser sends it for a page of another origin
    Map<String, String> headers(boolean isForeign);
}
