package tocsin.storage.remote;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Posts to other servers. Credentials, TLS and proxies are its business.
@FunctionalInterface
public interface Transport {
    /// Posts a body and blocks for the answer.
    ///
    /// @param headers of this request, beside those that the transport adds
    /// @throws IOException when there was no answer in time, or one too large
    Answer post(URI target, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException;

    /// A message compressed as remote write and remote read have it.
    static byte[] packed(byte[] message) {
        return WriteMessage.packed(message);
    }

    /// An address as errors may show it: without a login, a path or a query, which may be secret.
    static String shown(URI server) {
        return server.getHost() + (server.getPort() < 0 ? "" : ":" + server.getPort());
    }

    /// An answer, whatever its status.
    ///
    /// @param retryAfter the header of that name, empty when there was none
    record Answer(int status, String contentType, String retryAfter, byte[] body) {}
}
