package tocsin.server.webconfig;

import tocsin.duration.GoDuration;
import tocsin.server.http.Role;
import tocsin.server.webconfig.WebConfig.ClientAuth;
import tocsin.server.webconfig.WebConfig.RateLimit;
import tocsin.server.webconfig.WebConfig.Tls;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads the file, and all problems in it at once.
final class WebConfigFile {
    /// The headers that may be set, and the values that they may have; any where none is named.
    private static final Map<String, Set<String>> HEADERS =
            Map.of(
                    "Strict-Transport-Security", Set.of(),
                    "X-Content-Type-Options", Set.of("nosniff"),
                    "X-Frame-Options", Set.of("deny", "sameorigin"),
                    "X-XSS-Protection", Set.of(),
                    "Content-Security-Policy", Set.of());

    private static final Pattern BCRYPT =
            Pattern.compile("\\$2[abxy]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");
    private static final int MAX_USERS = 10_000;

    private final Path file;
    private final Consumer<Place> onTls;
    private final Problems problems = new Problems();

    private WebConfigFile(Path file, Consumer<Place> onTls) {
        this.file = file;
        this.onTls = onTls;
    }

    /// Where the settings of TLS stand, for what is wrong with the files they name.
    private record Place(Fields fields, Tls tls) {}

    /// A file is wrong, or cannot be read.
    static final class BadFileException extends Exception {
        private static final long serialVersionUID = 1L;

        BadFileException(String report) {
            super(report);
        }
    }

    /// What the file says; the files that it names are not looked at.
    ///
    /// @throws BadFileException with every problem, a line each
    static WebConfig read(Path file) throws BadFileException {
        return read(file, _ -> {});
    }

    /// What the file says, when the files that it names are there as well.
    ///
    /// @throws BadFileException with every problem, a line each
    static WebConfig readWithNamed(Path file) throws BadFileException {
        return read(file, WebConfigFile::checkNamed);
    }

    private static WebConfig read(Path file, Consumer<Place> onTls) throws BadFileException {
        try {
            return new WebConfigFile(file, onTls).read(Files.readString(file));
        } catch (IOException e) {
            throw new BadFileException("cannot read " + file + ": " + e);
        }
    }

    private WebConfig read(String text) throws BadFileException {
        Optional<YamlNode> top = YamlReader.read(file.toString(), text, problems);
        WebConfig config = top.map(node -> config(node)).orElse(WebConfig.OPEN);
        if (!problems.isEmpty()) {
            throw new BadFileException(problems.report().strip());
        }
        return config;
    }

    private WebConfig config(YamlNode node) {
        Fields fields = Fields.of(node, problems);
        Optional<Tls> tls = fields.fields("tls_server_config").flatMap(this::tls);
        Optional<Fields> http = fields.fields("http_server_config");
        boolean http2 = http.flatMap(each -> each.bool("http2")).orElse(true);
        Map<String, String> headers = http.map(WebConfigFile::headers).orElse(Map.of());
        http.ifPresent(each -> each.done("http_server_config"));
        Optional<RateLimit> limit = fields.fields("rate_limit").flatMap(WebConfigFile::rateLimit);
        Map<String, String> users = users(fields);
        Map<String, Role> roles = roles(fields, users);
        fields.done("the web configuration");
        return new WebConfig(tls, http2, headers, users, roles, limit);
    }

    private Optional<Tls> tls(Fields fields) {
        ClientAuth auth = fields.parsed("client_auth_type", ClientAuth::of).orElse(ClientAuth.NONE);
        List<String> protocols = TlsWords.protocols(fields);
        var tls =
                new Tls(
                        Pem.of(fields, "cert", file),
                        Pem.of(fields, "key", file),
                        auth,
                        Pem.of(fields, "client_ca", file),
                        Set.copyOf(fields.texts("client_allowed_sans")),
                        protocols,
                        TlsWords.ciphers(fields, protocols),
                        TlsWords.groups(fields),
                        fields.bool("prefer_server_cipher_suites").orElse(true));
        fields.done("tls_server_config");
        boolean empty =
                !tls.certificate().isPresent()
                        && !tls.key().isPresent()
                        && !tls.clientAuthorities().isPresent()
                        && fields.text("client_auth_type", "").isEmpty();
        if (empty) {
            return Optional.empty();
        }
        check(fields, tls);
        onTls.accept(new Place(fields, tls));
        return Optional.of(tls);
    }

    private static void check(Fields fields, Tls tls) {
        if (!tls.certificate().isPresent()) {
            fields.problem("cert_file", "missing one of cert or cert_file");
        }
        if (!tls.key().isPresent()) {
            fields.problem("key_file", "missing one of key or key_file");
        }
        if (tls.clientAuthorities().isPresent() && !tls.clientAuth().isAsked()) {
            fields.problem(
                    "client_ca_file",
                    "Client CA's have been configured without a Client Auth Policy: set"
                            + " client_auth_type");
        }
        if (!tls.allowedSans().isEmpty() && !tls.clientAuth().isVerified()) {
            fields.problem(
                    "client_allowed_sans",
                    "names are worth nothing in certificates that are not verified: set"
                            + " client_auth_type to RequireAndVerifyClientCert");
        }
    }

    private static void checkNamed(Place place) {
        readable(place.fields(), "cert", place.tls().certificate());
        readable(place.fields(), "key", place.tls().key());
        readable(place.fields(), "client_ca", place.tls().clientAuthorities());
    }

    private static void readable(Fields fields, String key, Pem pem) {
        try {
            pem.read();
        } catch (GeneralSecurityException e) {
            fields.problem(key + "_file", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> headers(Fields http) {
        var headers = new LinkedHashMap<String, String>();
        http.fields("headers")
                .ifPresent(fields -> {
                    for (String name : fields.keys()) {
                        String value = fields.text(name, "");
                        checkHeader(fields, name, value);
                        headers.put(name, value);
                    }
                });
        return headers;
    }

    private static void checkHeader(Fields fields, String name, String value) {
        Set<String> allowed = HEADERS.get(name);
        if (allowed == null) {
            fields.problem(name, "HTTP header \"" + name + "\" can not be configured");
        } else if (!allowed.isEmpty() && !allowed.contains(value)) {
            fields.problem(
                    name,
                    "invalid value for %s. Expected one of: %s, but got: \"%s\""
                            .formatted(name, allowed.stream().sorted().toList(), value));
        } else if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            fields.problem(name, "a header's value has printable ASCII characters only");
        }
    }

    private static Optional<RateLimit> rateLimit(Fields fields) {
        Duration interval = fields.parsed("interval", GoDuration::parse).orElse(Duration.ZERO);
        long burst = fields.integer("burst").orElse(1L);
        fields.done("rate_limit");
        if (interval.isNegative()) {
            fields.problem("interval", "must not be negative");
        }
        if (burst < 1 || burst > Integer.MAX_VALUE) {
            fields.problem("burst", "expected at least 1: with less no request would ever pass");
            return Optional.empty();
        }
        return interval.isPositive()
                ? Optional.of(new RateLimit(interval, (int) burst))
                : Optional.empty();
    }

    private static Map<String, Role> roles(Fields fields, Map<String, String> users) {
        var roles = new LinkedHashMap<String, Role>();
        fields.fields("roles")
                .ifPresent(all -> {
                    for (String name : all.keys()) {
                        all.parsed(name, Role::of).ifPresent(role -> roles.put(name, role));
                        if (!users.containsKey(name)) {
                            all.problem(name, "there is no such user in basic_auth_users");
                        }
                    }
                });
        return roles;
    }

    private static Map<String, String> users(Fields fields) {
        var users = new LinkedHashMap<String, String>();
        fields.fields("basic_auth_users")
                .ifPresent(all -> {
                    for (String name : all.keys()) {
                        String hash = all.text(name, "");
                        if (!BCRYPT.matcher(hash).matches()) {
                            all.problem(
                                    name,
                                    "the password is no bcrypt hash with a cost from 4 to 31:"
                                            + " expected something like $2y$10$ and 53 characters");
                        }
                        users.put(name, hash);
                    }
                    if (users.size() > MAX_USERS) {
                        fields.problem("basic_auth_users", "more than " + MAX_USERS + " users");
                    }
                });
        return users;
    }
}
