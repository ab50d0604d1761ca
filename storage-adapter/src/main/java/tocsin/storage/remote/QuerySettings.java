package tocsin.storage.remote;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Where queries are sent.
///
/// @param servers base addresses, such as `http://prometheus:9090`; asked in this order until one
///   answers
/// @param timeout of one request; the server is told it too
/// @param partial what to make of an answer that the server says may not be complete
public record QuerySettings(List<URI> servers, Duration timeout, PartialAnswers partial) {
    /// Copies the list; refuses an empty one.
    public QuerySettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("no server to query, or no time for it");
        }
    }

    /// What to make of an answer that may not be complete.
    public enum PartialAnswers {
        /// The evaluation fails: what is missing must not look resolved.
        FAIL,
        /// It is taken as it is.
        ACCEPT
    }
}
