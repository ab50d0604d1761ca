package tocsin.server.cli;

/// An address as flags have it: `127.0.0.1:9093`, `[::1]:9093`, `:9093` for every interface. Port 0
/// lets the system choose.
public record HostPort(String host, int port) {
    /// Reads an address.
    ///
    /// @throws IllegalArgumentException when there is no port, or none that can be
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("address " + text + ": missing port in address");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new IllegalArgumentException("address " + text + ": too many colons in address");
        }
        return new HostPort(host, port(text, text.substring(colon + 1)));
    }

    private static int port(String address, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // told below, with the address
        }
        throw new IllegalArgumentException("address " + address + ": invalid port: " + text);
    }

    /// Whether no host is named: every interface.
    public boolean isEveryInterface() {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
