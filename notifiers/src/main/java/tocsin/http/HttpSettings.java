package tocsin.http;

import java.net.URI;
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
        Proxy proxy,
        Map<String, List<Secret>> headers) {
    /// Upstream's defaults.
    public static final HttpSettings DEFAULT =
            new HttpSettings(
                    new Authorization.None(), Tls.DEFAULT, true, true, Proxy.NONE, Map.of());

    /// Copies the headers.
    public HttpSettings {
        headers = Map.copyOf(headers);
    }

    /// The same, with another authorization.
    public HttpSettings with(Authorization other) {
        return new HttpSettings(other, tls, followsRedirects, http2, proxy, headers);
    }

    /// The same, through another proxy.
    public HttpSettings with(Proxy other) {
        return new HttpSettings(authorization, tls, followsRedirects, http2, other, headers);
    }

    /// How requests identify themselves.
    public sealed interface Authorization {
        /// Not at all.
        record None() implements Authorization {}

        /// By name and password.
        record Basic(Secret user, Secret password) implements Authorization {}

        /// By a token of a type, such as `Bearer`.
        record Token(String type, Secret credentials) implements Authorization {}

        /// By a token that another server gives out.
        record OAuth2(OAuth2Settings settings) implements Authorization {}
    }

    /// What stands between.
    ///
    /// @param url the proxy, for every destination but those of `exceptions`
    /// @param exceptions `no_proxy`: a list in Go's notation
    /// @param fromEnvironment whether the process's environment says which
    /// @param connectHeaders what the proxy is told when a tunnel is asked for
    public record Proxy(
            Optional<URI> url,
            Optional<String> exceptions,
            boolean fromEnvironment,
            Map<String, List<Secret>> connectHeaders) {
        /// Nothing.
        public static final Proxy NONE =
                new Proxy(Optional.empty(), Optional.empty(), false, Map.of());

        /// Copies the headers.
        public Proxy {
            connectHeaders = Map.copyOf(connectHeaders);
        }
    }
}
