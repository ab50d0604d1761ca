package tocsin.http;

import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLEngine;

/// Makes Jetty's clients of settings. Names are resolved here and each address is held against the
/// list of destinations before it is connected to.
final class HttpClients {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int CONNECTIONS_PER_DESTINATION = 512;
    private static final int QUEUED_PER_DESTINATION = 50_000;
    private static final int SOCKS_PORT = 1080;

    private final HttpSettings settings;
    private final Network network;

    HttpClients(HttpSettings settings, Network network) {
        this.settings = settings;
        this.network = network;
    }

    /// A client that runs.
    HttpClient start() throws IOException {
        try {
            var connector = new ClientConnector();
            connector.setSelectors(1);
            connector.setSslContextFactory(tls());
            connector.setConnectTimeout(network.rules().limits().connect());
            connector.setIdleTimeout(IDLE);
            connector.setExecutor(network.threads());
            connector.setScheduler(network.scheduler());
            connector.setByteBufferPool(network.buffers());
            var client = new HttpClient(transport(connector));
            client.setFollowRedirects(false);
            client.setUserAgentField(null);
            client.setHttpCookieStore(new HttpCookieStore.Empty());
            client.setMaxConnectionsPerDestination(CONNECTIONS_PER_DESTINATION);
            client.setMaxRequestsQueuedPerDestination(QUEUED_PER_DESTINATION);
            client.setSocketAddressResolver(new Resolver(network));
            client.setDestinationIdleTimeout(IDLE.toMillis() * 2);
            proxies(client);
            client.start();
            client.getContentDecoderFactories().clear();
            client.getProtocolHandlers().remove("www-authenticate");
            client.getProtocolHandlers().remove("proxy-authenticate");
            return client;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls_config: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IOException("cannot start an HTTP client: " + e, e);
        }
    }

    private HttpClientTransport transport(ClientConnector connector) {
        if (!settings.http2()) {
            return new HttpClientTransportOverHTTP(connector);
        }
        return new HttpClientTransportDynamic(
                connector,
                HttpClientConnectionFactory.HTTP11,
                new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector)));
    }

    private SslContextFactory.Client tls() throws IOException, GeneralSecurityException {
        Tls tls = settings.tls();
        var factory = new NamedTls(tls.serverName());
        if (!tls.equals(Tls.DEFAULT)) {
            factory.setSslContext(TlsContexts.of(tls));
        }
        if (tls.insecureSkipVerify()) {
            factory.setEndpointIdentificationAlgorithm(null);
        }
        if (!tls.versions().isEmpty()) {
            factory.setExcludeProtocols();
            factory.setIncludeProtocols(tls.versions().toArray(String[]::new));
        }
        return factory;
    }

    /// Expects the name of the settings where they give one.
    private static final class NamedTls extends SslContextFactory.Client {
        private final Optional<String> name;

        private NamedTls(Optional<String> name) {
            this.name = name;
        }

        @Override
        public SSLEngine newSSLEngine(String host, int port) {
            return super.newSSLEngine(name.orElse(host), port);
        }
    }

    private void proxies(HttpClient client) throws IOException {
        ProxyRules rules = ProxyRules.of(settings.proxy(), network.rules().environment());
        for (URI url : rules.all()) {
            var address = new Origin.Address(url.getHost(), port(url));
            ProxyConfiguration.Proxy proxy =
                    switch (url.getScheme()) {
                        case "socks5", "socks5h" -> socks(url, address, rules);
                        case "http", "https" -> http(client, url, address, rules);
                        default ->
                                throw new UnsendableException(
                                        "a proxy must be of http, https or socks5, not of "
                                                + url.getScheme());
                    };
            client.getProxyConfiguration().addProxy(proxy);
        }
        Map<String, List<Secret>> headers = settings.proxy().connectHeaders();
        if (!rules.all().isEmpty()) {
            client.getRequestListeners().addBeginListener(request -> tell(request, headers));
        }
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return switch (url.getScheme()) {
            case "https" -> 443;
            case "http" -> 80;
            default -> SOCKS_PORT;
        };
    }

    private ProxyConfiguration.Proxy http(
            HttpClient client, URI url, Origin.Address address, ProxyRules rules) {
        var proxy =
                new HttpProxy(address, url.getScheme().equals("https")) {
                    @Override
                    public boolean matches(Origin origin) {
                        return isBefore(url, origin, rules);
                    }
                };
        String[] login = login(url);
        if (login.length == 2) {
            client.getAuthenticationStore()
                    .addAuthenticationResult(
                            new BasicAuthentication.BasicResult(
                                    proxy.getURI(),
                                    HttpHeader.PROXY_AUTHORIZATION,
                                    login[0],
                                    login[1]));
        }
        return proxy;
    }

    private ProxyConfiguration.Proxy socks(URI url, Origin.Address address, ProxyRules rules) {
        var proxy =
                new Socks5Proxy(address, false) {
                    @Override
                    public boolean matches(Origin origin) {
                        return isBefore(url, origin, rules);
                    }
                };
        String[] login = login(url);
        if (login.length == 2) {
            proxy.putAuthenticationFactory(
                    new Socks5.UsernamePasswordAuthenticationFactory(login[0], login[1]));
        }
        return proxy;
    }

    private static boolean isBefore(URI proxy, Origin origin, ProxyRules rules) {
        return rules.before(
                        origin.getScheme(),
                        origin.getAddress().getHost(),
                        origin.getAddress().getPort())
                .filter(proxy::equals)
                .isPresent();
    }

    private static String[] login(URI url) {
        String login = url.getRawUserInfo();
        if (login == null) {
            return new String[0];
        }
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        return new String[] {decoded(user), decoded(password)};
    }

    static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static void tell(Request request, Map<String, List<Secret>> headers) {
        if (!"CONNECT".equals(request.getMethod())) {
            return;
        }
        // Jetty 12.1 asks the proxy for itself; whom the tunnel shall lead to is in the header.
        request.path(request.getHeaders().get(HttpHeader.HOST));
        headers.forEach((name, values) -> {
            for (Secret value : values) {
                try {
                    String text = value.reveal();
                    request.headers(fields -> fields.add(name, text));
                } catch (IOException e) {
                    var _ = request.abort(e);
                }
            }
        });
    }

    /// Resolves names off Jetty's threads and leaves out what may not be sent to.
    private record Resolver(Network network) implements SocketAddressResolver {
        @Override
        public void resolve(
                String host,
                int port,
                Map<String, Object> context,
                Promise<List<InetSocketAddress>> promise) {
            Thread.ofVirtual()
                    .name("resolve")
                    .start(() -> {
                        try {
                            promise.succeeded(allowed(host, port));
                        } catch (IOException | RuntimeException e) {
                            promise.failed(e);
                        }
                    });
        }

        private List<InetSocketAddress> allowed(String host, int port) throws IOException {
            var allowed = new ArrayList<InetSocketAddress>();
            Destinations destinations = network.destinations();
            InetAddress[] all = InetAddress.getAllByName(host);
            for (InetAddress each : all) {
                if (destinations.forbids(each).isEmpty()) {
                    allowed.add(new InetSocketAddress(each, port));
                }
            }
            if (allowed.isEmpty()) {
                destinations.check(all[0]);
            }
            return allowed;
        }
    }
}
