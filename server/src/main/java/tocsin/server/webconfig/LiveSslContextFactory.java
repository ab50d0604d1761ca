package tocsin.server.webconfig;

import org.eclipse.jetty.util.ssl.SslContextFactory;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;

/// Gives each new connection an engine made from the certificate and the settings of that moment.
/// What Jetty would choose itself, such as suites and versions, is not asked for.
final class LiveSslContextFactory extends SslContextFactory.Server {
    private final Supplier<ServerTls> current;

    LiveSslContextFactory(Supplier<ServerTls> current) {
        this.current = current;
        setSslContext(current.get().context());
    }

    @Override
    public SSLEngine newSSLEngine() {
        return current.get().engine();
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
        return current.get().engine();
    }

    @Override
    public SSLEngine newSSLEngine(InetSocketAddress address) {
        return current.get().engine();
    }
}
