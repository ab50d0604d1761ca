package tocsin.server.cli;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Flags of the HTTP server.
final class WebFlags {
    @Option(
            names = "--web.listen-address",
            paramLabel = "ADDRESS",
            description = "Address to listen on; port 0 lets the system choose. May be repeated.")
    List<String> listen = new ArrayList<>();

    @Option(names = "--web.config.file", paramLabel = "FILE", description = "TLS and users.")
    String configFile = "";

    @Option(
            names = "--web.external-url",
            paramLabel = "URL",
            description = "The URL under which people reach this.")
    String externalUrl = "";

    @Option(
            names = "--web.route-prefix",
            paramLabel = "PATH",
            description = "Prefix of all paths; the path of --web.external-url without one.")
    String routePrefix = "";

    @Option(
            names = "--web.get-concurrency",
            description = "GET requests served at once; 0 for the processors, at least 8.")
    int getConcurrency;

    @Option(names = "--web.timeout", description = "Timeout of a request; 0 for none.")
    Duration timeout = Duration.ZERO;

    @Option(
            names = "--web.enable-admin-api",
            negatable = true,
            description = "Let samples be deleted and snapshots taken under /api/v1/admin/tsdb.")
    boolean adminApi;

    @Option(
            names = "--web.enable-otlp-receiver",
            negatable = true,
            description = "Take metrics of OpenTelemetry at /api/v1/otlp/v1/metrics.")
    boolean otlpReceiver;

    @Option(names = "--web.systemd-socket", negatable = true, description = "Not supported.")
    boolean systemdSocket;

    Options.Web options() {
        if (systemdSocket) {
            throw new IllegalArgumentException(
                    "--web.systemd-socket is not supported: Java is handed no listening sockets;"
                            + " use --web.listen-address");
        }
        List<String> addresses = listen.isEmpty() ? List.of(":9093") : listen;
        return new Options.Web(
                addresses.stream().map(WebFlags::address).toList(),
                text(externalUrl).map(WebFlags::checkedUrl),
                text(routePrefix),
                ServerFlags.path(configFile),
                getConcurrency,
                timeout,
                adminApi,
                otlpReceiver);
    }

    private static HostPort address(String text) {
        if (text.startsWith("vsock://")) {
            throw new IllegalArgumentException(
                    "--web.listen-address: vsock is not supported: " + text);
        }
        return HostPort.parse(text);
    }

    static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static String checkedUrl(String url) {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "\"%s\": invalid \"%s\" scheme, only 'http' and 'https' are supported"
                            .formatted(url, scheme));
        }
        return url;
    }
}
