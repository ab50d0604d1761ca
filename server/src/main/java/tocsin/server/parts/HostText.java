package tocsin.server.parts;

import com.google.common.net.InetAddresses;

/// The host and the port of a text, as Go's `net.SplitHostPort` finds them.
///
/// @param port with its colon; empty when there is none
record HostText(String host, String port) {
    /// The parts; all of it is the host when it is not `host:port`.
    static HostText of(String text) {
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && end + 1 == colon
                    ? new HostText(text.substring(1, end), text.substring(colon))
                    : new HostText(text, "");
        }
        return colon < 0 || text.indexOf(':') != colon
                ? new HostText(text, "")
                : new HostText(text.substring(0, colon), text.substring(colon));
    }

    /// The first part of the host's name with the port; an address stays as it is.
    String withoutDomain() {
        if (InetAddresses.isInetAddress(host)) {
            return host.indexOf(':') >= 0 && !port.isEmpty()
                    ? "[" + host + "]" + port
                    : host + port;
        }
        int dot = host.indexOf('.');
        return (dot < 0 ? host : host.substring(0, dot)) + port;
    }
}
