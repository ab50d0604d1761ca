package tocsin.server.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.server.webconfig.WebConfigFile.BadFileException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class WebConfigFileTest {
    private static final String WRONG =
            """
            tls_server_config:
              cert_file: absent.crt
              min_version: TLS1.2
              client_auth_type: Sometimes
              cipher_suites: [TLS_RSA_WITH_AES_128_CBC_SHA, ROT13]
              curve_preferences: [CurveP224]
              sni: true
            http_server_config:
              headers:
                X-Powered-By: us
                X-Frame-Options: maybe
            basic_auth_users:
              alice: wonder
            rate_limit: {interval: 1s, burst: 0}
            """;

    @TempDir private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("web.yml"), text);
    }

    private List<String> problems(String text) throws IOException {
        Path file = write(text);
        BadFileException thrown =
                catchThrowableOfType(
                        BadFileException.class, () -> WebConfigFile.readWithNamed(file));
        return thrown.getMessage().replace(folder + "/", "").lines().toList();
    }

    @Test
    void everyProblemIsToldWithItsLineAndField() throws Exception {
        assertThat(problems(WRONG))
                .containsExactly(
                        "web.yml:2: tls_server_config: missing one of key or key_file",
                        "web.yml:2: tls_server_config.cert_file: cannot read absent.crt",
                        "web.yml:3: tls_server_config.min_version: unknown TLS version"
                                + " \"TLS1.2\": expected one of [TLS10, TLS11, TLS12, TLS13]",
                        "web.yml:4: tls_server_config.client_auth_type: invalid client auth type"
                                + " \"Sometimes\": expected NoClientCert, RequestClientCert,"
                                + " RequireAnyClientCert, VerifyClientCertIfGiven or"
                                + " RequireAndVerifyClientCert",
                        "web.yml:5: tls_server_config.cipher_suites: cipher"
                                + " TLS_RSA_WITH_AES_128_CBC_SHA is refused: no forward secrecy",
                        "web.yml:5: tls_server_config.cipher_suites: unknown cipher: ROT13",
                        "web.yml:6: tls_server_config.curve_preferences: curve CurveP224 is not"
                                + " offered by this Java: expected CurveP256, CurveP384, CurveP521"
                                + " or X25519",
                        "web.yml:7: tls_server_config.sni: unknown field \"sni\" in"
                                + " tls_server_config",
                        "web.yml:10: http_server_config.headers.X-Powered-By: HTTP header"
                                + " \"X-Powered-By\" can not be configured",
                        "web.yml:11: http_server_config.headers.X-Frame-Options: invalid value for"
                                + " X-Frame-Options. Expected one of: [deny, sameorigin], but got:"
                                + " \"maybe\"",
                        "web.yml:13: basic_auth_users.alice: the password is no bcrypt hash with a"
                                + " cost from 4 to 31: expected something like $2y$10$ and 53"
                                + " characters",
                        "web.yml:14: rate_limit.burst: expected at least 1: with less no request"
                                + " would ever pass");
    }

    @Test
    void whatTlsNeedsIsNeededTogether() throws Exception {
        assertThat(problems("tls_server_config: {key: x}\n"))
                .containsExactly("web.yml:1: tls_server_config: missing one of cert or cert_file");
        assertThat(problems("tls_server_config: {cert: x, key: y, client_ca: z}\n"))
                .containsExactly(
                        "web.yml:1: tls_server_config: Client CA's have been configured without a"
                                + " Client Auth Policy: set client_auth_type");
        assertThat(problems("tls_server_config: {cert: x, key: y, max_version: TLS11}\n"))
                .containsExactly(
                        "web.yml:1: tls_server_config.max_version: TLS 1.0 and 1.1 are not offered,"
                                + " as they are broken: expected TLS12 or TLS13");
    }

    @Test
    void anEmptyFileAsksForNothing() throws Exception {
        assertThat(WebConfigFile.read(write(""))).isEqualTo(WebConfig.OPEN);
        assertThat(WebConfigFile.read(write("tls_server_config: {}\n"))).isEqualTo(WebConfig.OPEN);
    }

    @Test
    void theWordsOfGoBecomeThoseOfJava() throws Exception {
        WebConfig.Tls tls =
                WebConfigFile.read(
                                write(
                                        """
                                        tls_server_config:
                                          cert: c
                                          key: k
                                          min_version: TLS10
                                          cipher_suites:
                                          - TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
                                          curve_preferences: [X25519, CurveP256]
                                        rate_limit: {interval: 100ms, burst: 20}
                                        """))
                        .tls()
                        .orElseThrow();

        assertThat(tls.protocols()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(tls.ciphers())
                .startsWith("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256")
                .contains("TLS_AES_128_GCM_SHA256");
        assertThat(tls.groups()).containsExactly("x25519", "secp256r1");
    }

    @Test
    void aBucketGivesWhatWasSavedAndThenOneEachInterval() {
        var bucket = new TokenBucket(new WebConfig.RateLimit(Duration.ofNanos(10), 2), 0);

        assertThat(bucket.take(0)).isTrue();
        assertThat(bucket.take(0)).isTrue();
        assertThat(bucket.take(9)).isFalse();
        assertThat(bucket.take(10)).isTrue();
        assertThat(bucket.take(11)).isFalse();
        assertThat(bucket.take(1000)).isTrue();
        assertThat(bucket.take(1000)).isTrue();
        assertThat(bucket.take(1000)).isFalse();
    }

    @Test
    void rolesAreOfUsersThatThereAre() throws Exception {
        assertThat(
                        problems(
                                """
                                basic_auth_users: {a: $2y$10$%s}
                                roles:
                                  a: boss
                                  b: viewer
                                """
                                        .formatted(".".repeat(53))))
                .containsExactly(
                        "web.yml:3: roles.a: expected viewer, editor or admin, found \"boss\"",
                        "web.yml:4: roles.b: there is no such user in basic_auth_users");
    }
}
