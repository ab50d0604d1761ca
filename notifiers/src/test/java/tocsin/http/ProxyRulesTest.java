package tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Go's `httpproxy` decides.
final class ProxyRulesTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "http_proxy", "proxy:3128",
                    "HTTPS_PROXY", "https://secure:3129",
                    "NO_PROXY",
                            "example.com, .only-below.org, *.star.net, 10.0.0.0/8, 192.168.1.1,"
                                    + " port.io:8080, [fd00::1]:443");

    @ParameterizedTest
    @CsvSource({
        "http, other.com, 80, http://proxy:3128",
        "https, other.com, 443, https://secure:3129",
        "http, example.com, 80, ",
        "http, deep.example.com, 80, ",
        "http, notexample.com, 80, http://proxy:3128",
        "http, only-below.org, 80, http://proxy:3128",
        "http, x.only-below.org, 80, ",
        "http, star.net, 80, http://proxy:3128",
        "http, x.star.net, 80, ",
        "http, 10.1.2.3, 80, ",
        "http, 11.1.2.3, 80, http://proxy:3128",
        "http, 192.168.1.1, 80, ",
        "http, port.io, 8080, ",
        "http, port.io, 80, http://proxy:3128",
        "http, localhost, 80, ",
        "http, 127.0.0.9, 80, ",
        "https, [fd00::1], 443, ",
        "https, [fd00::1], 444, https://secure:3129",
    })
    void theEnvironmentDecides(String scheme, String host, int port, String proxy) {
        var rules =
                ProxyRules.of(
                        new HttpSettings.Proxy(Optional.empty(), Optional.empty(), true, Map.of()),
                        ENVIRONMENT);
        assertThat(rules.before(scheme, host, port))
                .isEqualTo(Optional.ofNullable(proxy).map(URI::create));
    }
}
