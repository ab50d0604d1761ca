package tocsin.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `oauth2`: where tokens are had, and for what.
///
/// @param grant how they are asked for
/// @param parameters added to the request
public record OAuth2Settings(
        String clientId,
        URI tokenUrl,
        Grant grant,
        List<String> scopes,
        Map<String, String> parameters,
        Tls tls,
        HttpSettings.Proxy proxy) {
    /// Copies the collections.
    public OAuth2Settings {
        scopes = List.copyOf(scopes);
        parameters = Map.copyOf(parameters);
    }

    /// How a token is asked for.
    public sealed interface Grant {
        /// By the client's secret.
        record ClientCredentials(Secret secret) implements Grant {}

        /// By an assertion that the client signs (RFC 7523).
        ///
        /// @param algorithm `RS256`, `RS384` or `RS512`
        record SignedAssertion(
                Secret key,
                Optional<String> keyId,
                String algorithm,
                String issuer,
                Optional<String> audience,
                Map<String, String> claims)
                implements Grant {
            /// Copies the claims.
            public SignedAssertion {
                claims = Map.copyOf(claims);
            }
        }
    }
}
