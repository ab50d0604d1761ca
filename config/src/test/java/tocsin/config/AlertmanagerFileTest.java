package tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.config.AlertmanagerFile.Read;
import tocsin.http.Destinations;
import tocsin.http.Network;
import tocsin.labels.Labels;
import tocsin.labels.MatcherParser;
import tocsin.routing.Route;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class AlertmanagerFileTest {
    private static final Network NETWORK =
            new Network(
                    new Network.Rules(
                            Destinations.DEFAULT,
                            Network.Limits.DEFAULT,
                            "Alertmanager/0.34.0",
                            Map.of(),
                            InstantSource.system()));

    private final Problems problems = new Problems();

    private Optional<Read> read(String text) {
        var parser = new MatcherParser(MatcherParser.Mode.FALLBACK, "config");
        return new AlertmanagerFile(parser, "http://here:9093", NETWORK)
                .read(Path.of("alertmanager.yml"), text, problems);
    }

    private static final String GOOD =
            """
            global:
              resolve_timeout: 90s
              http_config:
                basic_auth: {username: me, password: hunter2}
            route:
              receiver: default
              group_by: [alertname, cluster]
              group_wait: 1s
              routes:
                - matchers: [ team="a", severity=~"page|ticket" ]
                  receiver: team-a
                  group_by: ['...']
                  continue: true
                  mute_time_intervals: [nights]
                - match: {team: b}
                  match_re: {service: foo.*}
                  repeat_interval: 1d
            inhibit_rules:
              - source_matchers: [severity="page"]
                target_matchers: [severity="warn"]
                equal: [cluster]
            time_intervals:
              - name: nights
                time_intervals:
                  - times: [{start_time: '22:00', end_time: '24:00'}]
                    weekdays: ['monday:friday']
                    location: Europe/Paris
            receivers:
              - name: default
              - name: team-a
                webhook_configs:
                  - url: http://127.0.0.1:1/token-in-path
                    max_alerts: 5
            """;

    @Test
    void aFileBecomesATreeOfRoutesAndReceivers() {
        Read read = read(GOOD).orElseThrow(() -> new AssertionError(problems.report()));
        Route root = read.pipeline().route();
        assertThat(read.pipeline().resolveTimeout()).isEqualTo(Duration.ofSeconds(90));
        List<Route> reached =
                root.match(Labels.of("alertname", "X", "team", "a", "severity", "page"));
        assertThat(reached).extracting(Route::receiver).containsExactly("team-a");
        assertThat(reached.getFirst().groupKey(Labels.of("alertname", "X")))
                .isEqualTo("{}/{severity=~\"page|ticket\",team=\"a\"}:{alertname=\"X\"}");
        Route second =
                root.match(Labels.of("alertname", "X", "team", "b", "service", "food")).getFirst();
        assertThat(second.key()).isEqualTo("{}/{service=~\"^(?:foo.*)$\",team=\"b\"}");
        assertThat(second.repeatInterval()).isEqualTo(Duration.ofDays(1));
        assertThat(second.groupWait()).isEqualTo(Duration.ofSeconds(1));
        var nights = read.pipeline().timeIntervals().get("nights").getFirst();
        assertThat(nights.contains(Instant.parse("2026-11-24T21:30:00Z"))).isTrue();
        assertThat(nights.contains(Instant.parse("2026-11-22T21:30:00Z"))).isFalse();
        assertThat(read.pipeline().inhibitRules()).hasSize(1);
    }

    @Test
    void whatIsShownHidesSecretsAndCanBeReadAgain() {
        String shown = read(GOOD).orElseThrow().printed();
        assertThat(shown).doesNotContain("hunter2").doesNotContain("token-in-path");
        assertThat(shown).contains("<secret>");
        Read again = read(shown).orElseThrow(() -> new AssertionError(problems.report() + shown));
        assertThat(again.printed()).isEqualTo(shown);
        assertThat(again.pipeline().route().children()).hasSize(2);
    }

    @Test
    void everyProblemIsToldAtOnceWithItsLineAndField() {
        Optional<Read> read =
                read(
                        """
                        route:
                          receiver: nobody
                          group_interval: 0s
                          group_by: [a, a]
                          routs: []
                          routes:
                            - matchers: ['x']
                              mute_time_intervals: [never]
                        receivers:
                          - name: a
                            webhook_configs:
                              - url: ftp://x/
                              - max_alerts: 1
                          - name: a
                        """);
        assertThat(read).isEmpty();
        assertThat(problems.report().lines())
                .containsExactlyInAnyOrder(
                        "alertmanager.yml:2: route.receiver: undefined receiver \"nobody\" used in"
                                + " route",
                        "alertmanager.yml:3: route.group_interval: group_interval cannot be zero",
                        "alertmanager.yml:4: route.group_by: duplicated label \"a\" in group_by",
                        "alertmanager.yml:5: route.routs: unknown field \"routs\" in route; did you"
                                + " mean \"routes\"?",
                        "alertmanager.yml:7: route.routes[0].matchers[0]: bad matcher format: x",
                        "alertmanager.yml:8: route.routes[0].mute_time_intervals: undefined time"
                                + " interval \"never\" used in route",
                        "alertmanager.yml:12: receivers[0].webhook_configs[0].url: unsupported"
                                + " scheme for URL: expected http or https",
                        "alertmanager.yml:13: receivers[0].webhook_configs[1]: one of url or"
                                + " url_file must be configured",
                        "alertmanager.yml:14: receivers[1].name: notification config name \"a\" is"
                                + " not unique");
    }

    @Test
    void anEmptyFileAndOneWithoutRoutesAreRefused() {
        assertThat(read("")).isEmpty();
        assertThat(problems.report()).contains("no route provided in config");
        assertThat(read("receivers: []")).isEmpty();
    }

    private static final String EVERY_KIND =
            """
            global:
              smtp_smarthost: localhost:25
              smtp_from: a@example.org
              smtp_auth_password: s3cret
              slack_api_url: http://127.0.0.1:1/s3cret
              opsgenie_api_key: s3cret
              http_config: {proxy_url: 'http://me:s3cret@proxy:1'}
            route: {receiver: all, labels: {owner: '{{ .CommonLabels.team }}'}}
            templates: ['*.nothing']
            receivers:
              - name: all
                webhook_configs: [{url: 'http://127.0.0.1:1/s3cret'}]
                email_configs: [{to: b@example.org}]
                pagerduty_configs: [{routing_key: s3cret, url: 'http://127.0.0.1:1/'}]
                opsgenie_configs: [{api_url: 'http://127.0.0.1:1/'}]
                wechat_configs: [{corp_id: c, api_secret: s3cret}]
                slack_configs: [{channel: c}, {app_token: s3cret}]
                victorops_configs: [{api_key: s3cret, routing_key: ops}]
                pushover_configs: [{user_key: s3cret, token: s3cret}]
                sns_configs: [{topic_arn: t, sigv4: {access_key: a, secret_key: s3cret}}]
                telegram_configs: [{bot_token: s3cret, chat_id: 1}]
                discord_configs: [{webhook_url: 'http://127.0.0.1:1/s3cret'}]
                webex_configs:
                  - room_id: r
                    http_config: {authorization: {credentials: s3cret}}
                msteams_configs: [{webhook_url: 'http://127.0.0.1:1/s3cret'}]
                msteamsv2_configs: [{webhook_url: 'http://127.0.0.1:1/s3cret'}]
                jira_configs: [{api_url: 'http://127.0.0.1:1', project: p, issue_type: t}]
                incidentio_configs:
                  - {url: 'http://127.0.0.1:1/s3cret', alert_source_token: s3cret}
                rocketchat_configs: [{token: s3cret, token_id: s3cret}]
                mattermost_configs: [{webhook_url: 'http://127.0.0.1:1/s3cret'}]
            """;

    @Test
    void everyKindOfIntegrationIsRead() {
        Read read = read(EVERY_KIND).orElseThrow(() -> new AssertionError(problems.report()));
        assertThat(read.pipeline().receivers().getFirst().integrations()).hasSize(19);
        assertThat(read.printed()).doesNotContain("s3cret").contains("me:xxxxx@proxy");
        assertThat(read(read.printed())).as(problems.report()).isPresent();
    }

    @Test
    void aTemplateThatCannotBeParsedIsNamed(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.tmpl"), "{{ define \"x\" }}");
        var parser = new MatcherParser(MatcherParser.Mode.FALLBACK, "config");
        Path file = folder.resolve("alertmanager.yml");
        String text = "route: {receiver: a}\nreceivers: [{name: a}]\ntemplates: ['*.tmpl']\n";
        assertThat(new AlertmanagerFile(parser, "http://here", NETWORK).read(file, text, problems))
                .isEmpty();
        assertThat(problems.report()).contains(":3: templates").contains("a.tmpl");
    }

    @Test
    void tracingIsCheckedAndOtherwiseIgnored() {
        String rest = "\nroute: {receiver: a}\nreceivers: [{name: a}]\n";
        assertThat(
                        read("tracing: {endpoint: 'here:4317', insecure: true}" + rest)
                                .orElseThrow()
                                .warnings())
                .containsExactly("tracing is checked and otherwise ignored: no traces are sent");
        assertThat(read("tracing: {client_type: udp, compression: zip}" + rest)).isEmpty();
        assertThat(problems.report())
                .contains("expected tracing client type to be to be http or grpc, but got udp")
                .contains("tracing endpoint must be set")
                .contains("invalid compression type zip provided, valid options: gzip");
    }
}
