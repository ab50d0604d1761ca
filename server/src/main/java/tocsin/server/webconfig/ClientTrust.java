package tocsin.server.webconfig;

import org.jspecify.annotations.Nullable;

import tocsin.server.webconfig.WebConfig.Tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whom the server lets in by certificate.
final class ClientTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final boolean verified;
    private final Set<String> allowedSans;

    private ClientTrust(
            X509ExtendedTrustManager authorities, boolean verified, Set<String> allowedSans) {
        this.authorities = authorities;
        this.verified = verified;
        this.allowedSans = allowedSans;
    }

    /// By the settings; without authorities of their own, those of Java.
    static TrustManager of(Tls tls) throws GeneralSecurityException, IOException {
        @Nullable KeyStore store = null;
        if (tls.clientAuthorities().isPresent()) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int index = 0;
            for (X509Certificate each : tls.clientAuthorities().certificates()) {
                store.setCertificateEntry("ca" + index++, each);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509ExtendedTrustManager authorities) {
                return new ClientTrust(
                        authorities, tls.clientAuth().isVerified(), tls.allowedSans());
            }
        }
        throw new GeneralSecurityException("this Java verifies no certificates");
    }

    private void checkNames(X509Certificate certificate) throws CertificateException {
        if (allowedSans.isEmpty()) {
            return;
        }
        var names = certificate.getSubjectAlternativeNames();
        if (names != null) {
            for (List<?> name : names) {
                if (name.get(1) instanceof String text && allowedSans.contains(text)) {
                    return;
                }
            }
        }
        throw new CertificateException("no allowed name in the client's certificate");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        if (verified) {
            authorities.checkClientTrusted(chain, type, engine);
            checkNames(chain[0]);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        if (verified) {
            authorities.checkClientTrusted(chain, type, socket);
            checkNames(chain[0]);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        if (verified) {
            authorities.checkClientTrusted(chain, type);
            checkNames(chain[0]);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("this is a server");
    }

    /// Named to clients, so that they choose a certificate that will do.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verified ? authorities.getAcceptedIssuers() : new X509Certificate[0];
    }
}
