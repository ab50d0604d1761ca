package tocsin.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.server.cli.HostPort;
import tocsin.server.cli.Options;
import tocsin.server.cli.Version;
import tocsin.server.http.ControlPages;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;
import tocsin.server.metrics.MetricsPage;
import tocsin.server.metrics.ProcessMetrics;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/// Opens everything a member consists of, in one straight line, and joins the parts that have never
/// met.
public final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final HttpServer http;

    private Assembly(HttpServer http) {
        this.http = http;
    }

    /// Opens a member; what was opened is on the stack of `lifecycle`, also when this fails.
    public static Assembly open(Options options, Lifecycle lifecycle) throws StartException {
        var metrics = new PrometheusRegistry();
        var process = new ProcessMetrics(metrics, Version.TOCSIN, Version.ALERTMANAGER);
        process.refused();
        List<Object> pages =
                List.of(
                        new Errors(List.of()),
                        new ControlPages(() -> {}),
                        new MetricsPage(metrics));
        HttpServer http = lifecycle.opened("http", listen(settings(options.web()), pages, metrics));
        http.addresses().forEach(Assembly::announce);
        return new Assembly(http);
    }

    private static HttpSettings settings(Options.Web web) {
        return new HttpSettings(
                web.listen().stream().map(Assembly::socketAddress).toList(),
                HttpSettings.normalizedPrefix(
                        web.routePrefix()
                                .or(() -> web.externalUrl().map(url -> URI.create(url).getPath()))
                                .orElse("")),
                HttpSettings.getConcurrency(web.getConcurrency()),
                web.timeout());
    }

    private static HttpServer listen(
            HttpSettings settings, List<Object> pages, PrometheusRegistry metrics)
            throws StartException {
        try {
            return HttpServer.start(settings, pages, metrics);
        } catch (Exception e) {
            throw new StartException("cannot listen on " + settings.listen() + ": " + e, e);
        }
    }

    private static InetSocketAddress socketAddress(HostPort address) {
        return address.isEveryInterface()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    private static void announce(InetSocketAddress address) {
        String host =
                address.getAddress().isAnyLocalAddress()
                        ? "[::]"
                        : new HostPort(address.getAddress().getHostAddress(), 0).host();
        LOG.atInfo().addKeyValue("address", host + ":" + address.getPort()).log("Listening on");
        LOG.atInfo()
                .addKeyValue("http2", false)
                .addKeyValue("address", host + ":" + address.getPort())
                .log("TLS is disabled.");
    }

    /// Loads the configuration anew; a bad one is refused and the old one runs on.
    public void reload() {}

    /// The addresses listened on.
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }
}
