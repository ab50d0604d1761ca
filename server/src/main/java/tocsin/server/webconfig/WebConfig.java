package tocsin.server.webconfig;

import tocsin.server.http.Caller;
import tocsin.server.http.Role;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the file says, valid.
///
/// @param tls empty for a server that does not encrypt
/// @param headers that every answer carries
/// @param users names and the bcrypt hashes of their passwords; none for a server open to all
/// @param roles what users may do, by name; when there are none, everything
record WebConfig(
        Optional<Tls> tls,
        boolean http2,
        Map<String, String> headers,
        Map<String, String> users,
        Map<String, Role> roles,
        Optional<RateLimit> rateLimit) {
    /// Neither encryption nor users.
    static final WebConfig OPEN =
            new WebConfig(Optional.empty(), true, Map.of(), Map.of(), Map.of(), Optional.empty());

    /// Copies the maps.
    WebConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
        roles = Map.copyOf(roles);
    }

    /// Who a user is. One without a role among others who have one may look.
    Caller caller(String user) {
        Role role = roles.isEmpty() ? Role.ADMIN : roles.getOrDefault(user, Role.VIEWER);
        return new Caller(user, role);
    }

    /// How to encrypt, and whom to ask for a certificate.
    ///
    /// @param allowedSans when not empty, one of them must be among a client's alternative names
    /// @param protocols in Java's names
    /// @param ciphers in Java's names; empty for Java's choice
    /// @param groups in Java's names; empty for Java's choice
    record Tls(
            Pem certificate,
            Pem key,
            ClientAuth clientAuth,
            Pem clientAuthorities,
            Set<String> allowedSans,
            List<String> protocols,
            List<String> ciphers,
            List<String> groups,
            boolean preferServerCiphers) {
        /// Copies the collections.
        Tls {
            allowedSans = Set.copyOf(allowedSans);
            protocols = List.copyOf(protocols);
            ciphers = List.copyOf(ciphers);
            groups = List.copyOf(groups);
        }
    }

    /// Whether a client is asked for a certificate, and what it must be.
    enum ClientAuth {
        /// Nobody is asked.
        NONE(false, false, false),
        /// Asked; whatever is shown will do.
        REQUEST(true, false, false),
        /// One must be shown, of whatever authority.
        REQUIRE_ANY(true, true, false),
        /// None will do; one that is shown must be of a known authority.
        VERIFY_IF_GIVEN(true, false, true),
        /// One of a known authority must be shown.
        REQUIRE_AND_VERIFY(true, true, true);

        private final boolean asked;
        private final boolean required;
        private final boolean verified;

        ClientAuth(boolean asked, boolean required, boolean verified) {
            this.asked = asked;
            this.required = required;
            this.verified = verified;
        }

        boolean isAsked() {
            return asked;
        }

        boolean isRequired() {
            return required;
        }

        boolean isVerified() {
            return verified;
        }

        /// By the word in the file.
        ///
        /// @throws IllegalArgumentException when there is no such word
        static ClientAuth of(String word) {
            return switch (word) {
                case "", "NoClientCert" -> NONE;
                case "RequestClientCert" -> REQUEST;
                case "RequireAnyClientCert", "RequireClientCert" -> REQUIRE_ANY;
                case "VerifyClientCertIfGiven" -> VERIFY_IF_GIVEN;
                case "RequireAndVerifyClientCert" -> REQUIRE_AND_VERIFY;
                default ->
                        throw new IllegalArgumentException(
                                "invalid client auth type \""
                                        + word
                                        + "\": expected NoClientCert, RequestClientCert,"
                                        + " RequireAnyClientCert, VerifyClientCertIfGiven or"
                                        + " RequireAndVerifyClientCert");
            };
        }
    }

    /// A request each interval, and some in advance.
    record RateLimit(Duration interval, int burst) {}
}
