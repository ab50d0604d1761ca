package tocsin.mesh.wire;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS 1.3 for those who share a secret and have no authority for certificates. The secret yields a
/// key pair, the same on all members; each shows a certificate of it, and believes nobody who shows
/// another. Who has the secret is a member under any name: it is not more than that.
public final class SharedSecret implements Trust {
    /// Shorter secrets could be tried out.
    public static final int SHORTEST = 16;

    private static final int ROUNDS = 210_000;
    private static final byte[] SALT = "tocsin mesh, 1".getBytes(StandardCharsets.UTF_8);
    private static final int SEED_BYTES = 32;

    private final SslContext client;
    private final SslContext server;

    /// Trust by a secret.
    ///
    /// @throws GeneralSecurityException when it is too short
    public SharedSecret(String secret) throws GeneralSecurityException {
        if (secret.length() < SHORTEST) {
            throw new GeneralSecurityException(
                    "a shared secret needs at least " + SHORTEST + " characters");
        }
        KeyPair pair = pair(secret);
        X509Certificate certificate = SelfSigned.by(pair);
        var same = new OnlyThisKey(pair.getPublic());
        try {
            client =
                    SslContextBuilder.forClient()
                            .keyManager(pair.getPrivate(), certificate)
                            .trustManager(same)
                            .endpointIdentificationAlgorithm(null)
                            .sslProvider(SslProvider.JDK)
                            .protocols(Certificates.PROTOCOL)
                            .build();
            server =
                    SslContextBuilder.forServer(pair.getPrivate(), certificate)
                            .trustManager(same)
                            .clientAuth(ClientAuth.REQUIRE)
                            .sslProvider(SslProvider.JDK)
                            .protocols(Certificates.PROTOCOL)
                            .build();
        } catch (SSLException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    /// An Ed25519 key is 32 bytes as they come, and its public half follows from them.
    private static KeyPair pair(String secret) throws GeneralSecurityException {
        var spec = new PBEKeySpec(secret.toCharArray(), SALT, ROUNDS, SEED_BYTES * 8);
        byte[] seed =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(spec)
                        .getEncoded();
        var generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
        return generator.generateKeyPair();
    }

    /// Gives the seed where chance is asked for.
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        private Fixed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("an Ed25519 key of " + bytes.length + " bytes");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }

    /// Believes who proves to have one key.
    private static final class OnlyThisKey extends X509ExtendedTrustManager {
        private final PublicKey key;

        private OnlyThisKey(PublicKey key) {
            this.key = key;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0
                    || !Arrays.equals(chain[0].getPublicKey().getEncoded(), key.getEncoded())) {
                throw new CertificateException("the peer does not have the shared secret");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Override
    public Optional<SslHandler> client(Channel channel, String host, int port) {
        return Optional.of(client.newHandler(channel.alloc(), host, port));
    }

    @Override
    public Optional<SslHandler> server(Channel channel) {
        return Optional.of(server.newHandler(channel.alloc()));
    }
}
