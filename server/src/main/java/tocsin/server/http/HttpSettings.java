package tocsin.server.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// What holds for the whole HTTP server.
///
/// @param listen where to listen; port 0 lets the system choose
/// @param prefix what stands before every path: empty, or `/x/y`
/// @param getConcurrency the GET requests served at once; more are refused
/// @param timeout after which a request is given up; zero for never
public record HttpSettings(
        List<InetSocketAddress> listen, String prefix, int getConcurrency, Duration timeout) {

    /// Copies the addresses.
    public HttpSettings {
        listen = List.copyOf(listen);
    }

    /// A path as the prefix wants to be: `/x/y`, or empty.
    public static String normalizedPrefix(String path) {
        String inner = path.replaceAll("^/+", "").replaceAll("/+$", "");
        return inner.isEmpty() ? "" : "/" + inner;
    }

    /// The GET requests served at once when the flag says `flag`: as many as there are processors,
    /// at least 8.
    public static int getConcurrency(int flag) {
        return flag > 0 ? flag : Math.max(Runtime.getRuntime().availableProcessors(), 8);
    }
}
