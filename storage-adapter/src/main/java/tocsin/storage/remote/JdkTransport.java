package tocsin.storage.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// Posts with the JDK's client. Answers beyond a limit are refused before they fill the heap.
public final class JdkTransport implements Transport {
    private final HttpClient client;
    private final Map<String, String> always;
    private final int mostBytes;

    /// A transport.
    ///
    /// @param always headers of every request, such as those that name a tenant
    /// @param mostBytes of an answer
    public JdkTransport(HttpClient client, Map<String, String> always, int mostBytes) {
        this.client = client;
        this.always = Map.copyOf(always);
        this.mostBytes = mostBytes;
    }

    @Override
    public Answer post(URI target, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        var request =
                HttpRequest.newBuilder(target)
                        .timeout(timeout)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        always.forEach(request::setHeader);
        headers.forEach(request::setHeader);
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] bytes = in.readNBytes(mostBytes + 1);
                if (bytes.length > mostBytes) {
                    throw new IOException("an answer of more than " + mostBytes + " bytes");
                }
                String retryAfter = response.headers().firstValue("Retry-After").orElse("");
                String type = response.headers().firstValue("Content-Type").orElse("");
                return new Answer(response.statusCode(), type, retryAfter, bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
