package tocsin.http;

import tocsin.yaml.Fields;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads `tls_config`.
public final class TlsReader {
    /// Upstream's names, oldest first, and Java's.
    private static final List<String> NAMES = List.of("TLS10", "TLS11", "TLS12", "TLS13");

    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private final Function<String, Path> files;

    /// A reader that finds files by `files`.
    public TlsReader(Function<String, Path> files) {
        this.files = files;
    }

    /// The settings under a key, or `otherwise` when it is not there.
    public Tls read(Fields owner, String key, Tls otherwise) {
        return owner.fields(key).map(this::read).orElse(otherwise);
    }

    private Tls read(Fields fields) {
        var tls =
                new Tls(
                        pem(fields, "ca"),
                        pem(fields, "cert"),
                        pem(fields, "key"),
                        fields.text("server_name").filter(name -> !name.isEmpty()),
                        fields.bool("insecure_skip_verify").orElse(false),
                        versions(fields));
        if (tls.certificate().isPresent() && tls.key().isEmpty()) {
            fields.problem(
                    "cert",
                    "exactly one of key or key_file must be configured when a client certificate"
                            + " is configured");
        }
        if (tls.key().isPresent() && tls.certificate().isEmpty()) {
            fields.problem(
                    "key",
                    "exactly one of cert or cert_file must be configured when a client key is"
                            + " configured");
        }
        fields.done("tls_config");
        return tls;
    }

    private Optional<Secret> pem(Fields fields, String key) {
        Optional<Secret> direct = fields.text(key).filter(t -> !t.isEmpty()).map(Secret::of);
        Optional<Secret> filed =
                fields.text(key + "_file")
                        .filter(t -> !t.isEmpty())
                        .map(name -> Secret.in(files.apply(name)));
        if (fields.node(key + "_ref").isPresent()) {
            fields.problem(key + "_ref", "cannot use secret ref without manager");
        }
        if (direct.isPresent() && filed.isPresent()) {
            fields.problem(
                    key, "at most one of " + key + " and " + key + "_file must be configured");
        }
        return direct.or(() -> filed);
    }

    private static List<String> versions(Fields fields) {
        Optional<Integer> min = fields.parsed("min_version", TlsReader::version);
        Optional<Integer> max = fields.parsed("max_version", TlsReader::version);
        if (min.isEmpty() && max.isEmpty()) {
            return List.of();
        }
        int from = min.orElse(NAMES.indexOf("TLS12"));
        int to = max.orElse(NAMES.size() - 1);
        if (min.isPresent() && to < from) {
            fields.problem(
                    "max_version",
                    "tls_config.max_version must be greater than or equal to"
                            + " tls_config.min_version if both are specified");
            return List.of();
        }
        return PROTOCOLS.subList(Math.min(from, to), to + 1);
    }

    private static int version(String name) {
        int index = NAMES.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("unknown TLS version: " + name);
        }
        return index;
    }
}
