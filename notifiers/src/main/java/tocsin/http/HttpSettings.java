package tocsin.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `http_config`: how requests are made.
///
/// @param authorization how they identify themselves
/// @param headers added to each
public record HttpSettings(
        Authorization authorization,
        Tls tls,
        boolean followsRedirects,
        boolean http2,
        Optional<URI> proxy,
        Map<String, List<Secret>> headers) {
    /// Upstream's defaults.
    public static final HttpSettings DEFAULT =
            new HttpSettings(
                    new Authorization.None(), Tls.DEFAULT, true, true, Optional.empty(), Map.of());

    /// Copies the headers.
    public HttpSettings {
        headers = Map.copyOf(headers);
    }

    /// The same, with another authorization.
    public HttpSettings with(Authorization other) {
        return new HttpSettings(other, tls, followsRedirects, http2, proxy, headers);
    }

    /// How requests identify themselves.
    public sealed interface Authorization {
        /// Not at all.
        record None() implements Authorization {}

        /// By name and password.
        record Basic(Secret user, Secret password) implements Authorization {}

        /// By a token of a type, such as `Bearer`.
        record Token(String type, Secret credentials) implements Authorization {}
    }

    /// `tls_config`. Files are read when the client is made.
    public record Tls(
            Optional<Path> caFile,
            Optional<Path> certFile,
            Optional<Path> keyFile,
            boolean insecureSkipVerify) {
        /// What Java trusts, and no certificate of our own.
        public static final Tls DEFAULT =
                new Tls(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }
}
