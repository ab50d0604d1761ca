package tocsin.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// What came back.
///
/// @param body its beginning
/// @param retryAfter how long the other side wants to be left alone; zero when it does not say
/// @param broken why the body is not all there
public record Answer(
        int status,
        String contentType,
        String body,
        Duration retryAfter,
        Optional<IOException> broken) {
    /// Whether the status is one of success.
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /// The body, for those who must understand it.
    ///
    /// @throws IOException when it is not all there
    public String text() throws IOException {
        if (broken.isPresent()) {
            throw broken.get();
        }
        return body;
    }
}
