package tocsin.server.verbs;

import tocsin.http.Tls;
import tocsin.http.TlsContexts;
import tocsin.http.TlsReader;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// How a client makes itself known and whom it trusts: the part of upstream's `http_config` that a
/// command line needs.
///
/// @param authorization the header's value
record HttpAccess(Optional<String> authorization, Optional<Proxy> proxy, Optional<Trust> trust) {
    /// Nothing special.
    static final HttpAccess OPEN =
            new HttpAccess(Optional.empty(), Optional.empty(), Optional.empty());

    /// TLS by the file's `tls_config`.
    record Trust(SSLContext context, Tls tls) {
        void use(HttpsURLConnection connection) {
            connection.setSSLSocketFactory(context.getSocketFactory());
            if (tls.insecureSkipVerify()) {
                connection.setHostnameVerifier((_, _) -> true);
            } else if (tls.serverName().isPresent()) {
                String name = tls.serverName().get();
                connection.setHostnameVerifier((_, session) -> isFor(session, name));
            }
        }

        /// The chain is verified already: whether it ends in a certificate of this name.
        private static boolean isFor(SSLSession session, String name) {
            try {
                var certificate = (X509Certificate) session.getPeerCertificates()[0];
                var names = certificate.getSubjectAlternativeNames();
                return names != null && names.stream().anyMatch(each -> name.equals(each.get(1)));
            } catch (SSLPeerUnverifiedException | CertificateParsingException _) {
                return false;
            }
        }
    }

    static HttpAccess basic(String userAndPassword) {
        byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
        return new HttpAccess(
                Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes)),
                Optional.empty(),
                Optional.empty());
    }

    static String decoded(String userInfo) {
        return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static HttpAccess read(String file) {
        var problems = new Problems();
        Path folder = Path.of(file).toAbsolutePath().getParent();
        HttpAccess access = read(file, folder == null ? Path.of("") : folder, problems);
        if (!problems.isEmpty()) {
            throw new VerbException(problems.report().strip());
        }
        return access;
    }

    private static HttpAccess read(String file, Path folder, Problems problems) {
        var top = YamlReader.read(file, text(Path.of(file)), problems);
        if (top.isEmpty()) {
            return OPEN;
        }
        Fields fields = Fields.of(top.get(), problems);
        Optional<String> authorization =
                fields.fields("basic_auth")
                        .map(basic -> basic(basic, folder))
                        .or(() -> fields.fields("authorization").map(each -> scheme(each, folder)))
                        .or(() -> fields.text("bearer_token").map(token -> "Bearer " + token))
                        .or(() ->
                                fields.text("bearer_token_file")
                                        .map(name -> "Bearer " + secret(folder, name)));
        Optional<Proxy> proxy = fields.text("proxy_url").map(HttpAccess::proxy);
        Tls tls = new TlsReader(folder::resolve).read(fields, "tls_config", Tls.DEFAULT);
        Optional<Trust> trust = problems.isEmpty() ? trust(file, tls) : Optional.empty();
        fields.bool("follow_redirects");
        fields.bool("enable_http2");
        fields.done("an http_config that a command line can use");
        return new HttpAccess(authorization, proxy, trust);
    }

    private static String basic(Fields fields, Path folder) {
        String user = fields.text("username", "");
        String password =
                fields.text("password")
                        .or(() -> fields.text("password_file").map(name -> secret(folder, name)))
                        .orElse("");
        fields.done("basic_auth");
        return basic(user + ":" + password).authorization().orElseThrow();
    }

    private static String scheme(Fields fields, Path folder) {
        String type = fields.text("type", "Bearer");
        String credentials =
                fields.text("credentials")
                        .or(() -> fields.text("credentials_file").map(name -> secret(folder, name)))
                        .orElse("");
        fields.done("authorization");
        return type + " " + credentials;
    }

    private static String secret(Path folder, String name) {
        return text(folder.resolve(name)).strip();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new VerbException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static Proxy proxy(String url) {
        URI uri = URI.create(url);
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    private static Optional<Trust> trust(String file, Tls tls) {
        if (tls.equals(Tls.DEFAULT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Trust(TlsContexts.of(tls), tls));
        } catch (IOException | GeneralSecurityException e) {
            throw new VerbException(file + ": tls_config: " + e.getMessage());
        }
    }
}
