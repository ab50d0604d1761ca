package tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.alertmanagers.Alerting;
import tocsin.alertmanagers.AlertmanagerSet;
import tocsin.alertmanagers.AlertmanagerSet.Endpoint;
import tocsin.alertmanagers.Discovery;
import tocsin.alertmanagers.Discovery.Dns;
import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.http.HttpSettings;
import tocsin.http.HttpSettings.Authorization;
import tocsin.labels.Labels;
import tocsin.yaml.Problems;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `alerting` as people have it in a `prometheus.yml`.
final class AlertingReaderTest {
    private static final String EVERYTHING =
            """
            alerting:
              own_pipeline: false
              alert_relabel_configs: [{action: labeldrop, regex: replica}]
              alertmanagers:
                - scheme: https
                  path_prefix: /am
                  timeout: 3s
                  api_version: v2
                  basic_auth: {username: u, password: p}
                  follow_redirects: false
                  relabel_configs: [{action: keep, source_labels: [a], regex: b}]
                  alert_relabel_configs: [{target_label: a, replacement: b}]
                  dns_sd_configs:
                    - {names: [am.svc], type: a, port: 9093, refresh_interval: 5s}
                    - {names: [_web._tcp.am]}
                  file_sd_configs: [{files: ['am/*.yml']}]
                  http_sd_configs: [{url: 'http://sd/am', bearer_token: t}]
            """;

    private final Problems problems = new Problems();

    private Alerting read(String text) {
        return TocsinFile.read(Path.of("/etc/tocsin/tocsin.yml"), text, problems)
                .outgoing()
                .alerting();
    }

    private Alerting good(String text) {
        Alerting alerting = read(text);
        assertThat(problems.report()).isEmpty();
        return alerting;
    }

    @Test
    void nothingSaidIsTheOwnPipelineOnly() {
        assertThat(good("self_scrape: {interval: 15s}")).isEqualTo(Alerting.NONE);
        assertThat(good("alerting: {}")).isEqualTo(Alerting.NONE);
    }

    @Test
    void upstreamsDefaults() {
        AlertmanagerSet set =
                good("alerting: {alertmanagers: [{static_configs: [{targets: ['am:9093']}]}]}")
                        .alertmanagers()
                        .getFirst();
        assertThat(set.endpoint()).isEqualTo(new Endpoint("http", "/", Duration.ofSeconds(10)));
        assertThat(set.http()).isEqualTo(HttpSettings.DEFAULT);
        assertThat(set.discoveries())
                .containsExactly(
                        new Discovery.Static(
                                List.of(new TargetGroup(List.of("am:9093"), Labels.EMPTY))));
    }

    @Test
    void everyField() {
        Alerting alerting = good(EVERYTHING);
        assertThat(alerting.ownPipeline()).isFalse();
        assertThat(alerting.relabel()).hasSize(1);
        AlertmanagerSet set = alerting.alertmanagers().getFirst();
        assertThat(set.endpoint()).isEqualTo(new Endpoint("https", "/am", Duration.ofSeconds(3)));
        assertThat(set.http().authorization()).isInstanceOf(Authorization.Basic.class);
        assertThat(set.http().followsRedirects()).isFalse();
        assertThat(set.relabel()).hasSize(1);
        assertThat(set.alertRelabel()).hasSize(1);
        assertThat(set.discoveries().subList(0, 3))
                .containsExactly(
                        new Dns(List.of("am.svc"), Dns.Kind.A, 9093, Duration.ofSeconds(5)),
                        new Dns(List.of("_web._tcp.am"), Dns.Kind.SRV, 0, Duration.ofSeconds(30)),
                        new Discovery.Files(
                                Path.of("/etc/tocsin"),
                                List.of("am/*.yml"),
                                Duration.ofMinutes(5)));
        var http = (Discovery.Http) set.discoveries().getLast();
        assertThat(http.url()).isEqualTo(URI.create("http://sd/am"));
        assertThat(http.http().authorization()).isInstanceOf(Authorization.Token.class);
    }

    @Test
    void theSameTextIsTheSameConfiguration() {
        String text =
                """
                alerting:
                  alertmanagers:
                    - basic_auth: {username: u, password: p}
                      tls_config: {insecure_skip_verify: true}
                      alert_relabel_configs: [{target_label: a, replacement: b}]
                      static_configs: [{targets: [am], labels: {a: b}}]
                """;
        assertThat(good(text)).isEqualTo(good(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{api_version: v1} # expected Alertmanager api version to be one of [v2] but got"
                        + " v1",
                "{scheme: ftp} # expected http or https",
                "{timeout: 0s} # must be longer than nothing",
                "{sigv4: {region: x}} # not signed for AWS",
                "{static_configs: [{targets: ['http://am']}]} # \"http://am\" is not a valid host",
                "{static_configs: [{target: [am]}]} # did you mean \"targets\"?",
                "{kubernetes_sd_configs: [{role: pod}]} # dns_sd_configs, file_sd_configs and http",
                "{dns_sd_configs: [{type: A, port: 1}]} # at least one SRV record name",
                "{dns_sd_configs: [{names: [a], type: A}]} # a port is required",
                "{dns_sd_configs: [{names: [a], type: MX}]} # expected SRV, A or AAAA",
                "{dns_sd_configs: [{names: [a], port: 70000}]} # expected a number from 1 to 65535",
                "{file_sd_configs: [{files: [a.txt]}]} # is not valid for file discovery",
                "{file_sd_configs: [{}]} # must contain at least one path name",
                "{http_sd_configs: [{}]} # URL is missing",
                "{http_sd_configs: [{url: 'am'}]} # expected a URL of http or https",
                "{relabel_configs: [{action: x, target_label: y}]} # unknown relabel action",
                "{basic_auth: {}, bearer_token: t} # at most one of",
                "{path_prefx: /} # did you mean \"path_prefix\"?",
            })
    void refuses(String set, String words) {
        read("alerting:\n  alertmanagers:\n    - " + set);
        assertThat(problems.report()).contains(words.strip()).contains("tocsin.yml:3: alerting");
    }

    @Test
    void refusesToSendNowhere() {
        read("alerting: {own_pipeline: false}");
        assertThat(problems.report()).contains("would go nowhere");
    }
}
