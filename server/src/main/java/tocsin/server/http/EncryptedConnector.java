package tocsin.server.http;

import com.codahale.metrics.MetricRegistry;

import io.dropwizard.jetty.HttpConnectorFactory;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Dropwizard's connector with TLS that is handed in, and HTTP/2 for those who ask for it.
/// Dropwizard's own for TLS wants key stores in files.
final class EncryptedConnector extends HttpConnectorFactory {
    private static final String HTTP2 = "h2";
    private static final int MAX_STREAMS = 250;

    private final SslContextFactory.Server tls;
    private final boolean http2;

    EncryptedConnector(SslContextFactory.Server tls, boolean http2) {
        this.tls = tls;
        this.http2 = http2;
    }

    @Override
    public Connector build(
            Server server, MetricRegistry metrics, String name, @Nullable ThreadPool threadPool) {
        HttpConfiguration config = buildHttpConfiguration();
        // Clients come by address as well as by name: whom the certificate names is theirs to
        // check.
        config.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http1 = buildHttpConnectionFactory(config);
        List<ConnectionFactory> factories = new ArrayList<>();
        if (http2) {
            // Without names it offers what the connector has, spelt as clients spell it.
            var alpn = new ALPNServerConnectionFactory();
            alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
            factories.add(new WatchedTls.Factory(tls, alpn.getProtocol()));
            factories.add(alpn);
            var second = new HTTP2ServerConnectionFactory(config, HTTP2);
            second.setMaxConcurrentStreams(MAX_STREAMS);
            factories.add(second);
        } else {
            factories.add(new WatchedTls.Factory(tls, http1.getProtocol()));
        }
        factories.add(http1);
        return buildConnector(
                server,
                new ScheduledExecutorScheduler(),
                new ArrayByteBufferPool(),
                name,
                threadPool,
                factories.toArray(ConnectionFactory[]::new));
    }
}
