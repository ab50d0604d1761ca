package tocsin.http;

import tocsin.http.OAuth2Settings.Grant;
import tocsin.yaml.Fields;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Reads `oauth2`.
final class OAuth2Reader {
    private static final String CREDENTIALS = "client_credentials";
    private static final String JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Set<String> ALGORITHMS = Set.of("RS256", "RS384", "RS512");

    private final HttpConfigReader secrets;
    private final Path folder;

    OAuth2Reader(HttpConfigReader secrets, Path folder) {
        this.secrets = secrets;
        this.folder = folder;
    }

    OAuth2Settings read(Fields fields) {
        String clientId = fields.text("client_id", "");
        if (clientId.isEmpty()) {
            fields.problems().add(fields.node(), "oauth2 client_id must be configured");
        }
        Optional<URI> url = fields.parsed("token_url", OAuth2Reader::url);
        if (fields.text("token_url", "").isEmpty()) {
            fields.problems().add(fields.node(), "oauth2 token_url must be configured");
        }
        var settings =
                new OAuth2Settings(
                        clientId,
                        url.orElse(URI.create("http://missing")),
                        grant(fields, clientId),
                        fields.texts("scopes"),
                        fields.textMap("endpoint_params"),
                        new TlsReader(folder::resolve).read(fields, "tls_config", Tls.DEFAULT),
                        secrets.proxy(fields));
        fields.done("oauth2");
        return settings;
    }

    private static URI url(String text) {
        var url = URI.create(text);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!text.isEmpty() && (!http || url.getHost() == null)) {
            throw new IllegalArgumentException("expected a URL of http or https");
        }
        return url;
    }

    private Grant grant(Fields fields, String clientId) {
        String type = fields.text("grant_type", CREDENTIALS);
        Optional<Secret> secret = secrets.secret(fields, "client_secret");
        Optional<Secret> key = secrets.secret(fields, "client_certificate_key");
        String algorithm = fields.text("signature_algorithm", "RS256");
        if (!ALGORITHMS.contains(algorithm)) {
            fields.problem(
                    "signature_algorithm",
                    "valid signature algorithms are RS256, RS384 and RS512, found " + algorithm);
        }
        var assertion =
                new Grant.SignedAssertion(
                        key.orElse(Secret.of("")),
                        fields.text("client_certificate_key_id").filter(id -> !id.isEmpty()),
                        algorithm,
                        fields.text("iss").filter(text -> !text.isEmpty()).orElse(clientId),
                        fields.text("audience").filter(text -> !text.isEmpty()),
                        fields.textMap("claims"));
        return switch (type) {
            case "", CREDENTIALS -> new Grant.ClientCredentials(secret.orElse(Secret.of("")));
            case JWT -> {
                if (key.isEmpty()) {
                    fields.problem(
                            "client_certificate_key",
                            "exactly one of client_certificate_key & client_certificate_key_file"
                                    + " must be configured for the grant "
                                    + JWT);
                }
                yield assertion;
            }
            default -> {
                fields.problem(
                        "grant_type",
                        "expected " + CREDENTIALS + " or " + JWT + ", found \"" + type + "\"");
                yield new Grant.ClientCredentials(Secret.of(""));
            }
        };
    }
}
