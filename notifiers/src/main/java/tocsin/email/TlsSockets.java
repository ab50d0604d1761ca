package tocsin.email;

import tocsin.http.Tls;
import tocsin.http.TlsContexts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Encrypts connections as a `tls_config` says, and makes sure whom they lead to.
final class TlsSockets extends SSLSocketFactory {
    private final SSLSocketFactory factory;
    private final Tls tls;
    private final String host;

    TlsSockets(Tls tls, String host) throws IOException, GeneralSecurityException {
        this.factory = TlsContexts.of(tls).getSocketFactory();
        this.tls = tls;
        this.host = tls.serverName().orElse(host);
    }

    @Override
    public Socket createSocket(Socket plain, String toHost, int port, boolean autoClose)
            throws IOException {
        var socket = (SSLSocket) factory.createSocket(plain, host, port, autoClose);
        SSLParameters parameters = socket.getSSLParameters();
        if (!tls.insecureSkipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!tls.versions().isEmpty()) {
            parameters.setProtocols(tls.versions().toArray(String[]::new));
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String toHost, int port) {
        throw onlyLayered();
    }

    @Override
    public Socket createSocket(String toHost, int port, InetAddress from, int fromPort) {
        throw onlyLayered();
    }

    @Override
    public Socket createSocket(InetAddress to, int port) {
        throw onlyLayered();
    }

    @Override
    public Socket createSocket(InetAddress to, int port, InetAddress from, int fromPort) {
        throw onlyLayered();
    }

    private static UnsupportedOperationException onlyLayered() {
        return new UnsupportedOperationException("connections are made first and encrypted then");
    }
}
