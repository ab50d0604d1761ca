package tocsin.http;

import java.util.List;
import java.util.Optional;

/// `tls_config` of a client. What stands in files is read anew when they change.
///
/// @param ca whom to trust instead of Java's own list, PEM
/// @param certificate ours, PEM
/// @param key its key, PEM
/// @param serverName whom to expect instead of the host of the URL
/// @param versions the protocols to offer, `TLSv1.3`; empty for Java's choice
public record Tls(
        Optional<Secret> ca,
        Optional<Secret> certificate,
        Optional<Secret> key,
        Optional<String> serverName,
        boolean insecureSkipVerify,
        List<String> versions) {
    /// What Java trusts, and no certificate of our own.
    public static final Tls DEFAULT =
            new Tls(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    List.of());

    /// Copies the versions.
    public Tls {
        versions = List.copyOf(versions);
    }
}
