package tocsin.server.verbs;

import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// How a client makes itself known and whom it trusts: the part of upstream's `http_config` that a
/// command line needs.
///
/// @param authorization the header's value
record HttpAccess(Optional<String> authorization, Optional<Proxy> proxy, Optional<Trust> trust) {
    /// Nothing special.
    static final HttpAccess OPEN =
            new HttpAccess(Optional.empty(), Optional.empty(), Optional.empty());

    /// Certificates beside those of the JDK.
    record Trust(SSLContext context) {
        void use(HttpsURLConnection connection) {
            connection.setSSLSocketFactory(context.getSocketFactory());
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
        Optional<Trust> trust = fields.fields("tls_config").flatMap(tls -> trust(tls, folder));
        fields.bool("follow_redirects");
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

    private static Optional<Trust> trust(Fields fields, Path folder) {
        Optional<String> file = fields.text("ca_file");
        fields.done("tls_config of a command line, which only has ca_file");
        return file.map(name -> trusting(folder.resolve(name)));
    }

    private static Trust trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + number++, each);
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return new Trust(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new VerbException(
                    "cannot use the certificates in " + file + ": " + e.getMessage());
        }
    }
}
