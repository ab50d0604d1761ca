package tocsin.alertmanagers;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Sends a request with alerts. Blocks.
@FunctionalInterface
public interface AlertPost {
    /// The status of the answer.
    int send(URI url, byte[] body, Duration timeout) throws IOException, InterruptedException;
}
