package tocsin.server.parts;

import io.netty.handler.ssl.ClientAuth;

import org.jspecify.annotations.Nullable;

import tocsin.http.PrivateKeys;
import tocsin.mesh.wire.Certificates;
import tocsin.mesh.wire.Certificates.Identity;
import tocsin.mesh.wire.Certificates.Material;
import tocsin.server.StartException;
import tocsin.server.webconfig.Pem;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// The file of `--cluster.tls-config`, in Alertmanager's format: what is shown to those who dial us
/// and asked of them, and the same for those whom we dial. Files named in it are read anew when
/// they change. Always TLS 1.3: older versions are refused, newer settings of theirs do not apply.
final class MeshTls implements Certificates.Source {
    private static final Set<String> VERSIONS = Set.of("TLS10", "TLS11", "TLS12", "TLS13");

    private final Pem serverCertificate;
    private final Pem serverKey;
    private final Pem clientAuthorities;
    private final Pem clientCertificate;
    private final Pem clientKey;
    private final Pem serverAuthorities;
    private final ClientAuth asked;
    private final boolean verified;
    private final Set<String> allowedNames;
    private final Optional<String> serverName;
    private final boolean insecureSkipVerify;
    private final AtomicReference<@Nullable Read> last = new AtomicReference<>();

    private record Read(List<String> looks, Material material) {}

    private MeshTls(Fields server, Fields client, Path base) {
        serverCertificate = Pem.of(server, "cert", base);
        serverKey = Pem.of(server, "key", base);
        clientAuthorities = Pem.of(server, "client_ca", base);
        String type = server.text("client_auth_type", "NoClientCert");
        asked = asked(server, type);
        verified = type.equals("VerifyClientCertIfGiven") || type.startsWith("RequireAndVerify");
        allowedNames = Set.copyOf(server.texts("client_allowed_sans"));
        clientCertificate = Pem.of(client, "cert", base);
        clientKey = Pem.of(client, "key", base);
        serverAuthorities = Pem.of(client, "ca", base);
        serverName = client.text("server_name").filter(name -> !name.isEmpty());
        insecureSkipVerify = client.bool("insecure_skip_verify").orElse(false);
        check(server, client);
    }

    private static ClientAuth asked(Fields server, String type) {
        return switch (type) {
            case "NoClientCert" -> ClientAuth.NONE;
            case "RequestClientCert", "VerifyClientCertIfGiven" -> ClientAuth.OPTIONAL;
            case "RequireAnyClientCert", "RequireClientCert", "RequireAndVerifyClientCert" ->
                    ClientAuth.REQUIRE;
            default -> {
                server.problem("client_auth_type", "invalid client auth type: " + type);
                yield ClientAuth.NONE;
            }
        };
    }

    private void check(Fields server, Fields client) {
        if (!serverCertificate.isPresent()) {
            server.problem("cert_file", "missing one of cert or cert_file");
        }
        if (!serverKey.isPresent()) {
            server.problem("key_file", "missing one of key or key_file");
        }
        if (asked == ClientAuth.NONE && clientAuthorities.isPresent()) {
            server.problem(
                    "client_ca_file", "a client CA has been configured without a client_auth_type");
        }
        if (!allowedNames.isEmpty() && !(verified && asked == ClientAuth.REQUIRE)) {
            server.problem(
                    "client_allowed_sans", "needs client_auth_type RequireAndVerifyClientCert");
        }
        if (clientCertificate.isPresent() != clientKey.isPresent()) {
            client.problem("cert_file", "a certificate and its key must be set together");
        }
        for (Fields each : List.of(server, client)) {
            versions(each);
        }
        // Of TLS 1.3's suites and curves Java's are all good ones.
        server.texts("cipher_suites");
        server.texts("curve_preferences");
        server.bool("prefer_server_cipher_suites");
        server.done("tls_server_config");
        client.done("tls_client_config");
    }

    private static void versions(Fields fields) {
        for (String key : List.of("min_version", "max_version")) {
            fields.text(key)
                    .filter(version -> !VERSIONS.contains(version))
                    .ifPresent(version -> fields.problem(key, "unknown TLS version: " + version));
        }
        fields.text("max_version")
                .filter(version -> !version.equals("TLS13"))
                .ifPresent(version -> fields.problem("max_version", "members talk TLS 1.3 only"));
    }

    /// Trust by a file.
    ///
    /// @throws StartException with every problem, a line each
    static Certificates read(Path file) throws StartException {
        try {
            var problems = new Problems();
            var read = YamlReader.read(file.toString(), Files.readString(file), problems);
            if (read.isEmpty()) {
                throw new StartException(problems.report());
            }
            Fields all = Fields.of(read.get(), problems);
            Optional<Fields> server = all.fields("tls_server_config");
            Optional<Fields> client = all.fields("tls_client_config");
            if (server.isEmpty()) {
                all.problem(
                        "tls_server_config",
                        "missing 'tls_server_config' entry in the TLS configuration");
            }
            all.done("TLS configuration");
            Fields nothing =
                    Fields.of(YamlReader.read("", "{}", new Problems()).orElseThrow(), problems);
            var tls = new MeshTls(server.orElse(nothing), client.orElse(nothing), file);
            if (!problems.isEmpty()) {
                throw new StartException(problems.report());
            }
            return new Certificates(tls);
        } catch (IOException e) {
            throw new StartException("cannot read " + file + ": " + e, e);
        } catch (GeneralSecurityException e) {
            throw new StartException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Material read() throws GeneralSecurityException {
        var looks = new ArrayList<String>();
        for (Pem pem :
                List.of(
                        serverCertificate,
                        serverKey,
                        clientAuthorities,
                        clientCertificate,
                        clientKey,
                        serverAuthorities)) {
            looks.add(pem.look());
        }
        Read known = last.get();
        if (known != null && known.looks().equals(looks)) {
            return known.material();
        }
        var material =
                new Material(
                        identity(serverCertificate, serverKey),
                        clientCertificate.isPresent()
                                ? Optional.of(identity(clientCertificate, clientKey))
                                : Optional.empty(),
                        clientAuthorities.certificates(),
                        serverAuthorities.certificates(),
                        asked,
                        verified,
                        allowedNames,
                        serverName,
                        insecureSkipVerify);
        last.set(new Read(looks, material));
        return material;
    }

    private static Identity identity(Pem certificate, Pem key) throws GeneralSecurityException {
        return new Identity(certificate.certificates(), PrivateKeys.of(key.read()));
    }
}
