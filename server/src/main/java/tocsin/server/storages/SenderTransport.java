package tocsin.server.storages;

import tocsin.http.HttpSender;
import tocsin.storage.remote.Transport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Posts as an `http_config` says.
public final class SenderTransport implements Transport {
    private final HttpSender sender;

    /// Posts by this sender.
    public SenderTransport(HttpSender sender) {
        this.sender = sender;
    }

    @Override
    public Answer post(URI target, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        return ask(new HttpSender.Request("POST", target, body, headers, timeout));
    }

    /// Asks whatever is asked.
    public Answer ask(HttpSender.Request request) throws IOException {
        try {
            HttpSender.Whole whole = sender.whole(request);
            return new Answer(
                    whole.status(), whole.contentType(), whole.retryAfter(), whole.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
