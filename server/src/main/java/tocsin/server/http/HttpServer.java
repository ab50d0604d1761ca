package tocsin.server.http;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jersey.validation.Validators;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import jakarta.servlet.DispatcherType;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ServerProperties;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;

/// The running HTTP server. Everything it serves was made before and is handed in, so that there is
/// no time at which it answers and is not ready.
public final class HttpServer implements AutoCloseable {
    private final Server jetty;

    private HttpServer(Server jetty) {
        this.jetty = jetty;
    }

    /// Starts to listen and to answer, without encryption and to everybody.
    ///
    /// @param resources JAX-RS resources, filters and providers, and [Shortcut]s past them
    /// @throws Exception when an address cannot be had
    public static HttpServer start(
            HttpSettings settings, Collection<Object> resources, PrometheusRegistry metrics)
            throws Exception {
        return start(settings, Entrance.OPEN, resources, metrics);
    }

    /// Starts to listen and to answer.
    ///
    /// @param resources JAX-RS resources, filters and providers
    /// @throws Exception when an address cannot be had
    public static HttpServer start(
            HttpSettings settings,
            Entrance entrance,
            Collection<Object> resources,
            PrometheusRegistry metrics)
            throws Exception {
        var environment =
                new Environment(
                        "tocsin",
                        new ObjectMapper(),
                        Validators.newValidatorFactory(),
                        new MetricRegistry(),
                        HttpServer.class.getClassLoader(),
                        new HealthCheckRegistry(),
                        new Configuration());
        addFilters(environment, settings, metrics);
        var jersey = environment.jersey();
        jersey.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        jersey.property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
        jersey.property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
        jersey.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        jersey.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        jersey.register(new Roles(metrics));
        var shortcuts = new ArrayList<Shortcut>();
        resources.forEach(resource -> register(resource, jersey, shortcuts));
        Server jetty =
                new JettyFactory(
                                settings,
                                entrance,
                                application -> past(application, shortcuts, settings, metrics))
                        .build(environment);
        jetty.start();
        return new HttpServer(jetty);
    }

    private static void register(
            Object resource, JerseyEnvironment jersey, List<Shortcut> shortcuts) {
        if (resource instanceof Shortcut shortcut) {
            shortcuts.add(shortcut);
        } else {
            jersey.register(resource);
        }
    }

    /// A request that takes too long is given up on the long way, so with a timeout all go there.
    private static Handler past(
            Handler application,
            List<Shortcut> shortcuts,
            HttpSettings settings,
            PrometheusRegistry metrics) {
        return shortcuts.isEmpty() || settings.timeout().isPositive()
                ? application
                : new Shortcuts(settings.prefix(), shortcuts, metrics, application);
    }

    private static void addFilters(
            Environment environment, HttpSettings settings, PrometheusRegistry metrics) {
        var limits = new RequestLimits(settings.getConcurrency(), settings.timeout(), metrics);
        environment
                .servlets()
                .addFilter("limits", limits)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    /// The addresses really listened on.
    public List<InetSocketAddress> addresses() {
        return Arrays.stream(jetty.getConnectors())
                .map(ServerConnector.class::cast)
                .map(HttpServer::address)
                .toList();
    }

    private static InetSocketAddress address(ServerConnector connector) {
        String host = connector.getHost();
        return host == null
                ? new InetSocketAddress(connector.getLocalPort())
                : new InetSocketAddress(host, connector.getLocalPort());
    }

    /// Stops to listen, lets what is being answered finish for up to five seconds, and ends.
    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop: " + e.getMessage(), e);
        }
    }
}
