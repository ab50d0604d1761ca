package tocsin.mesh.wire;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// TLS 1.3 by certificates. What they are made of is asked for at each connection; when it cannot
/// be had, say because one file of two has been replaced, the last that could is used.
public final class Certificates implements Trust {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    static final String PROTOCOL = "TLSv1.3";

    /// A certificate with such a URI speaks for the member that it names, and for no other.
    private static final String MEMBER = "tocsin:member:";

    private final Source source;
    private final AtomicReference<@Nullable Contexts> last = new AtomicReference<>();

    /// Gives the material as it is now.
    @FunctionalInterface
    public interface Source {
        /// Reads it, or gives the same object again when nothing changed.
        ///
        /// @throws GeneralSecurityException when it cannot be read
        Material read() throws GeneralSecurityException;
    }

    /// A certificate chain and its key.
    public record Identity(List<X509Certificate> chain, PrivateKey key) {
        /// Copies the chain.
        public Identity {
            chain = List.copyOf(chain);
        }
    }

    /// What TLS is made of.
    ///
    /// @param server shown to those who dial us
    /// @param client shown to those whom we dial, if they ask
    /// @param clientAuthorities who may have signed those who dial us; empty: Java's own list
    /// @param serverAuthorities who may have signed those whom we dial; empty: Java's own list
    /// @param asked what is asked of those who dial us
    /// @param verified whether a certificate shown to us is verified
    /// @param allowedNames when not empty, who dials must have one of these names (SAN)
    /// @param serverName whom we expect instead of the host that we dial
    /// @param insecureSkipVerify whether those whom we dial may be anybody
    public record Material(
            Identity server,
            Optional<Identity> client,
            List<X509Certificate> clientAuthorities,
            List<X509Certificate> serverAuthorities,
            ClientAuth asked,
            boolean verified,
            Set<String> allowedNames,
            Optional<String> serverName,
            boolean insecureSkipVerify) {}

    private record Contexts(Material material, SslContext client, SslContext server) {}

    /// Trust by this material.
    ///
    /// @throws GeneralSecurityException when it cannot be used at all
    public Certificates(Source source) throws GeneralSecurityException {
        this.source = source;
        last.set(build(source.read()));
    }

    private Contexts contexts() throws GeneralSecurityException {
        Contexts known = last.get();
        try {
            Material now = source.read();
            if (known != null && known.material().equals(now)) {
                return known;
            }
            Contexts made = build(now);
            last.set(made);
            LOG.info("The mesh's certificates were read anew");
            return made;
        } catch (GeneralSecurityException e) {
            if (known == null) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("err", e.getMessage())
                    .log("The mesh's certificates cannot be read; the former stay in use");
            return known;
        }
    }

    private static Contexts build(Material material) throws GeneralSecurityException {
        try {
            Identity shown = material.server();
            var server =
                    SslContextBuilder.forServer(shown.key(), shown.chain())
                            .clientAuth(material.asked());
            if (!material.verified()) {
                server.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (!material.clientAuthorities().isEmpty()) {
                server.trustManager(material.clientAuthorities());
            }
            var client = SslContextBuilder.forClient();
            material.client().ifPresent(own -> client.keyManager(own.key(), own.chain()));
            if (material.insecureSkipVerify()) {
                client.trustManager(InsecureTrustManagerFactory.INSTANCE);
                client.endpointIdentificationAlgorithm(null);
            } else if (!material.serverAuthorities().isEmpty()) {
                client.trustManager(material.serverAuthorities());
            }
            return new Contexts(material, finish(client), finish(server));
        } catch (SSLException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    private static SslContext finish(SslContextBuilder builder) throws SSLException {
        return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOL).build();
    }

    @Override
    public Optional<SslHandler> client(Channel channel, String host, int port)
            throws GeneralSecurityException {
        Contexts contexts = contexts();
        String expected = contexts.material().serverName().orElse(host);
        return Optional.of(contexts.client().newHandler(channel.alloc(), expected, port));
    }

    @Override
    public Optional<SslHandler> server(Channel channel) throws GeneralSecurityException {
        Contexts contexts = contexts();
        SslHandler handler = contexts.server().newHandler(channel.alloc());
        Set<String> allowed = contexts.material().allowedNames();
        if (!allowed.isEmpty()) {
            handler.handshakeFuture()
                    .addListener(done -> {
                        if (done.isSuccess() && !isAllowed(handler, allowed)) {
                            LOG.atWarn()
                                    .addKeyValue("peer", channel.remoteAddress())
                                    .log("A member's certificate has none of the names allowed");
                            var _ = channel.close();
                        }
                    });
        }
        return Optional.of(handler);
    }

    @Override
    public boolean mayGoBy(String name, SSLSession session) {
        try {
            Certificate shown = session.getPeerCertificates()[0];
            List<String> members =
                    shown instanceof X509Certificate certificate
                            ? names(certificate).stream()
                                    .filter(each -> each.startsWith(MEMBER))
                                    .toList()
                            : List.of();
            return members.isEmpty() || members.contains(MEMBER + name);
        } catch (SSLPeerUnverifiedException e) {
            // None was asked for, or none shown: there is nothing to hold against the name.
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isAllowed(SslHandler handler, Set<String> allowed) {
        try {
            Certificate shown = handler.engine().getSession().getPeerCertificates()[0];
            return shown instanceof X509Certificate certificate
                    && names(certificate).stream().anyMatch(allowed::contains);
        } catch (SSLPeerUnverifiedException | GeneralSecurityException e) {
            return false;
        }
    }

    private static Set<String> names(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        Set<String> names = new HashSet<>();
        if (alternatives != null) {
            alternatives.forEach(each -> names.add(String.valueOf(each.get(1))));
        }
        return names;
    }
}
