package tocsin.server.webconfig;

import tocsin.http.PrivateKeys;
import tocsin.server.webconfig.WebConfig.Tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/// Settings and files made into what connections are encrypted with.
///
/// @param looks of the files that this was made from
/// @param validUntil when the server's certificate ends
record ServerTls(Tls settings, List<String> looks, SSLContext context, Instant validUntil) {
    private static final char[] NO_PASSWORD = {};

    /// Copies the looks.
    ServerTls {
        looks = List.copyOf(looks);
    }

    /// Reads the files.
    ///
    /// @throws GeneralSecurityException when there is a PEM that will not do
    static ServerTls of(Tls settings) throws GeneralSecurityException {
        List<String> looks = looks(settings);
        try {
            List<X509Certificate> chain = settings.certificate().certificates();
            PrivateKey key = PrivateKeys.of(settings.key().read());
            requirePair(chain.getFirst().getPublicKey(), key);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys.getKeyManagers(), new TrustManager[] {ClientTrust.of(settings)}, null);
            Instant until = chain.getFirst().getNotAfter().toInstant();
            return new ServerTls(settings, looks, context, until);
        } catch (IOException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    /// Java notices that a key is another certificate's only when somebody connects.
    private static void requirePair(PublicKey certified, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] words = "one of a pair".getBytes(StandardCharsets.US_ASCII);
        boolean pair;
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(words);
            byte[] signed = signing.sign();
            signing.initVerify(certified);
            signing.update(words);
            pair = signing.verify(signed);
        } catch (InvalidKeyException | SignatureException _) {
            pair = false;
        }
        if (!pair) {
            throw new GeneralSecurityException(
                    "the private key does not match the public key of the certificate");
        }
    }

    private static List<String> looks(Tls settings) {
        return List.of(
                settings.certificate().look(),
                settings.key().look(),
                settings.clientAuthorities().look());
    }

    /// Whether the same settings and files would be read again.
    boolean isOf(Tls other) {
        return settings.equals(other) && looks.equals(looks(other));
    }

    /// An engine for one connection.
    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(settings.protocols().toArray(String[]::new));
        if (!settings.ciphers().isEmpty()) {
            parameters.setCipherSuites(settings.ciphers().toArray(String[]::new));
        }
        if (!settings.groups().isEmpty()) {
            parameters.setNamedGroups(settings.groups().toArray(String[]::new));
        }
        parameters.setUseCipherSuitesOrder(settings.preferServerCiphers());
        if (settings.clientAuth().isRequired()) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(settings.clientAuth().isAsked());
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}
