package tocsin.server.webconfig;

import tocsin.yaml.Fields;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLContext;

/// The words of Go's TLS library in those of Java's. What Java, or good sense, no longer offers is
/// refused with the reason; the file's author meant it, and shall know.
final class TlsWords {
    private static final List<String> VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");
    private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");
    private static final int LOWEST_OFFERED = VERSIONS.indexOf("TLS12");
    private static final Set<String> NEWEST_SUITES =
            Set.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");
    private static final Map<String, String> GROUPS =
            Map.of(
                    "CurveP256", "secp256r1",
                    "CurveP384", "secp384r1",
                    "CurveP521", "secp521r1",
                    "X25519", "x25519");

    private TlsWords() {}

    /// The protocols from `min_version` to `max_version`.
    static List<String> protocols(Fields fields) {
        int min = version(fields, "min_version", "TLS12");
        int max = version(fields, "max_version", "TLS13");
        if (max < LOWEST_OFFERED) {
            fields.problem(
                    "max_version",
                    "TLS 1.0 and 1.1 are not offered, as they are broken: expected TLS12 or TLS13");
            return PROTOCOLS;
        }
        if (min > max) {
            fields.problem("min_version", "is above max_version");
            return PROTOCOLS;
        }
        return PROTOCOLS.subList(Math.max(min - LOWEST_OFFERED, 0), max - LOWEST_OFFERED + 1);
    }

    private static int version(Fields fields, String key, String otherwise) {
        String word = fields.text(key).filter(text -> !text.isEmpty()).orElse(otherwise);
        int version = VERSIONS.indexOf(word);
        if (version < 0) {
            fields.problem(
                    key, "unknown TLS version \"" + word + "\": expected one of " + VERSIONS);
            return VERSIONS.indexOf(otherwise);
        }
        return version;
    }

    /// The suites; empty when the file names none. As in Go the choice is for TLS 1.2: those of 1.3
    /// are always offered.
    static List<String> ciphers(Fields fields, List<String> protocols) {
        List<String> named = fields.texts("cipher_suites");
        if (named.isEmpty()) {
            return List.of();
        }
        List<String> offered = supportedSuites();
        var ciphers = new ArrayList<String>();
        for (String name : named) {
            if (!name.startsWith("TLS_")) {
                fields.problem("cipher_suites", "unknown cipher: " + name);
            } else if (name.startsWith("TLS_RSA_")) {
                fields.problem(
                        "cipher_suites", "cipher " + name + " is refused: no forward secrecy");
            } else if (!offered.contains(name)) {
                fields.problem("cipher_suites", "cipher " + name + " is not offered by this Java");
            } else if (!NEWEST_SUITES.contains(name)) {
                ciphers.add(name);
            }
        }
        boolean newest = protocols.contains("TLSv1.3");
        if (ciphers.isEmpty() && !newest) {
            fields.problem(
                    "cipher_suites", "no suite is left for TLS 1.2, the only version configured");
        }
        if (newest) {
            offered.stream().filter(NEWEST_SUITES::contains).forEach(ciphers::add);
        }
        return ciphers;
    }

    private static List<String> supportedSuites() {
        try {
            return Arrays.asList(
                    SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /// The groups for key agreement; empty when the file names none.
    static List<String> groups(Fields fields) {
        var groups = new ArrayList<String>();
        for (String name : fields.texts("curve_preferences")) {
            String group = GROUPS.get(name);
            if (group == null) {
                fields.problem(
                        "curve_preferences",
                        "curve "
                                + name
                                + " is not offered by this Java: expected CurveP256, CurveP384,"
                                + " CurveP521 or X25519");
            } else {
                groups.add(group);
            }
        }
        return groups;
    }
}
