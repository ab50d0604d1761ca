package tocsin.server.http;

import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.GzipHandlerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;

import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.ThreadPool;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Builds Dropwizard's server from our settings: one application, no admin port, no access log, no
/// compression behind our back, virtual threads.
final class JettyFactory extends AbstractServerFactory {
    private static final DataSize HEADERS = DataSize.kibibytes(256);
    private static final Duration IDLE = Duration.minutes(5);
    private static final Duration DRAIN = Duration.seconds(5);

    private final HttpSettings settings;
    private final Entrance entrance;
    private final UnaryOperator<Handler> before;

    /// @param before puts something before the application, behind the entrance
    JettyFactory(HttpSettings settings, Entrance entrance, UnaryOperator<Handler> before) {
        this.settings = settings;
        this.entrance = entrance;
        this.before = before;
        var log = new LogbackAccessRequestLogFactory();
        log.setAppenders(new ArrayList<>());
        setRequestLogFactory(log);
        var gzip = new GzipHandlerFactory();
        gzip.setEnabled(false);
        setGzipFilterFactory(gzip);
        setRegisterDefaultExceptionMappers(false);
        setEnableThreadNameFilter(false);
        setEnableVirtualThreads(true);
        setShutdownGracePeriod(DRAIN);
        setAllowedMethods(
                Set.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"));
    }

    @Override
    public void configure(Environment environment) {
        environment
                .getApplicationContext()
                .setContextPath(settings.prefix().isEmpty() ? "/" : settings.prefix());
        JerseyEnvironment jersey = environment.jersey();
        jersey.setUrlPattern("/*");
    }

    @Override
    public Server build(Environment environment) {
        configure(environment);
        ThreadPool threads = createThreadPool(environment.metrics());
        Server server = buildServer(environment.lifecycle(), threads);
        server.setStopAtShutdown(false);
        Handler application =
                createAppServlet(
                        server,
                        environment.jersey(),
                        environment.getObjectMapper(),
                        environment.getValidator(),
                        environment.getApplicationContext(),
                        environment.getJerseyServletContainer(),
                        environment.metrics());
        for (InetSocketAddress address : settings.listen()) {
            server.addConnector(
                    connector(address)
                            .build(server, environment.metrics(), address.toString(), threads));
        }
        var door = new FrontDoor(settings.prefix(), before.apply(application));
        server.setHandler(addGracefulHandler(entrance.guard(door)));
        return server;
    }

    private HttpConnectorFactory connector(InetSocketAddress address) {
        HttpConnectorFactory factory =
                entrance.tls()
                        .<HttpConnectorFactory>map(
                                tls -> new EncryptedConnector(tls, entrance.http2()))
                        .orElseGet(HttpConnectorFactory::new);
        factory.setBindHost(address.getAddress().isAnyLocalAddress() ? null : host(address));
        factory.setPort(address.getPort());
        factory.setMaxRequestHeaderSize(HEADERS);
        factory.setIdleTimeout(IDLE);
        factory.setUriCompliance(UriCompliance.LEGACY);
        return factory;
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }
}
