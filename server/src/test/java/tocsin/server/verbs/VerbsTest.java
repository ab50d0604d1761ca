package tocsin.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.server.api.AlertBounds;
import tocsin.server.api.AlertsResource;
import tocsin.server.api.ApiMetrics;
import tocsin.server.api.ClusterView;
import tocsin.server.api.Conventions;
import tocsin.server.api.FakeAlerting;
import tocsin.server.api.SilenceResource;
import tocsin.server.api.SilencesResource;
import tocsin.server.api.StatusResource;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

class VerbsTest {
    private static final String CONFIG =
            """
            route:
              receiver: team-x
              routes:
              - matchers: [service="a"]
                receiver: team-y
                continue: true
                routes:
                - matchers: [severity="critical"]
                  receiver: pager
              - matchers: [team="z"]
                receiver: team-z
            receivers: [{name: team-x}, {name: team-y}, {name: pager}, {name: team-z}]
            """;

    @TempDir private Path folder;

    private final FakeAlerting alerting = new FakeAlerting();
    private HttpServer server;
    private Path config;

    /// What a verb left behind.
    @BeforeEach
    void start() throws Exception {
        var parser = new MatcherParser(MatcherParser.Mode.FALLBACK, "api");
        Function<String, Matcher> matchers = parser::one;
        var metrics = new PrometheusRegistry();
        var conventions = new Conventions();
        var cluster =
                new ClusterView("a", "ready", List.of(new ClusterView.Peer("a", "127.0.0.1:1")));
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "",
                                8,
                                Duration.ZERO),
                        List.of(
                                new Errors(List.of(conventions)),
                                conventions,
                                new AlertsResource(
                                        alerting,
                                        matchers,
                                        parser::accepts,
                                        AlertBounds.NONE,
                                        new ApiMetrics(metrics)),
                                new SilencesResource(alerting, matchers, parser::accepts),
                                new SilenceResource(alerting),
                                new StatusResource(alerting, () -> cluster, matchers, "0.34.0")),
                        metrics);
        config = Files.writeString(folder.resolve("am.yml"), CONFIG);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.addresses().getFirst().getPort();
    }

    private RanVerb ask(String... arguments) {
        var all = new ArrayList<>(List.of("--alertmanager.url=" + url()));
        all.addAll(0, List.of("amtool"));
        all.addAll(Arrays.asList(arguments));
        return RanVerb.of(all.toArray(String[]::new));
    }

    @Test
    void anAlertThatIsAddedIsFoundByItsName() {
        RanVerb added = ask("alert", "add", "Slow", "job=api", "--annotation=summary=It is slow");

        RanVerb found = ask("alert", "Slow");

        assertThat(added).isEqualTo(new RanVerb(0, "", ""));
        assertThat(alerting.alerts.getFirst().labels())
                .isEqualTo(Labels.of("alertname", "Slow", "job", "api"));
        assertThat(found.out())
                .isEqualTo(
                        """
                        Alertname  Starts At                Summary     State  \s
                        Slow       2026-01-02 03:04:05 UTC  It is slow  active \s
                        """);
        assertThat(ask("alert", "query", "Other").out()).doesNotContain("Slow");
        assertThat(ask("alert", "-o", "json").out()).startsWith("[{\"annotations\":{\"summary\":");
    }

    @Test
    void aLabelThatIsNoEqualityIsRefused() {
        assertThat(ask("alert", "add", "a=~b"))
                .isEqualTo(
                        new RanVerb(
                                1,
                                "",
                                "amtool: error: labels must be specified as key=value pairs\n"));
    }

    @Test
    void aSilenceIsAddedShownAndExpired() {
        RanVerb added =
                ask("silence", "add", "a=b", "c=~d|e", "-c", "why", "-a", "ada", "-d", "2h");

        assertThat(added).isEqualTo(new RanVerb(0, FakeAlerting.ID + "\n", ""));
        assertThat(ask("silence", "query", "-q").out()).isEqualTo(FakeAlerting.ID + "\n");
        assertThat(ask("silence").out())
                .contains("ID  ", FakeAlerting.ID + "  a=\"b\" c=~\"d|e\"  20", "ada", "why");
        assertThat(ask("silence", "expire", FakeAlerting.ID).status()).isZero();
        assertThat(alerting.silences).isEmpty();
        assertThat(ask("silence", "expire", FakeAlerting.ID).err())
                .startsWith("amtool: error: [DELETE /silence/{silenceID}][404] deleteSilenceNotF");
    }

    @Test
    void whatASilenceLacksIsSaid() {
        assertThat(ask("silence", "add", "-c", "x").err()).contains("no matchers specified");
        assertThat(ask("silence", "add", "a=b").err()).contains("comment required by config");
        assertThat(ask("silence", "add", "a=b", "-c", "x", "-d", "0s").err())
                .contains("silence duration must be greater than 0");
        assertThat(ask("silence", "expire").err()).contains("no silence IDs specified");
        assertThat(RanVerb.of("silence").err())
                .isEqualTo("tocsin: error: required flag --alertmanager.url not provided\n");
    }

    @Test
    void whatWasPrintedAsJsonCanBeImported() {
        ask("silence", "add", "a=b", "-c", "why", "-a", "ada");
        String json = ask("silence", "-o", "json").out();
        alerting.silences.clear();

        RanVerb imported =
                RanVerb.of(
                        ConfigDefaults.of(List.of()),
                        json,
                        "silence",
                        "import",
                        "--alertmanager.url=" + url());

        assertThat(imported).isEqualTo(new RanVerb(0, FakeAlerting.ID + "\n", ""));
        assertThat(alerting.silences.get(FakeAlerting.ID).comment()).isEqualTo("why");
        assertThat(ask("silence", "import").err()).contains("couldn't unmarshal");
    }

    @Test
    void theClusterAndTheConfigurationAreShown() {
        assertThat(ask("cluster").out()).isEqualTo("Cluster Status:  ready\nNode Name:       a\n");
        assertThat(ask("config").out()).isEqualTo("route:\n  receiver: team-x\n\n");
        assertThat(ask("config", "-o", "json").out()).startsWith("{\"cluster\":{");
        assertThat(ask("cluster", "-o", "extended").out())
                .endsWith("\nAddress      Name\n127.0.0.1:1  a  \n");
    }

    @Test
    void theRoutingTreeIsDrawn() {
        assertThat(RanVerb.of("config", "routes", "--config.file=" + config).out())
                .isEqualTo(
                        """
                        Routing tree:
                        .
                        └── default-route  receiver: team-x
                            ├── {service="a"}  continue: true  receiver: team-y
                            │\u00a0\u00a0 └── {severity="critical"}  receiver: pager
                            └── {team="z"}  receiver: team-z

                        """);
    }

    @Test
    void theWayOfLabelsIsDrawnWithoutWhereItMightGoOn() {
        String tree =
                RanVerb.of(
                                "config",
                                "routes",
                                "test",
                                "--config.file=" + config,
                                "--tree",
                                "service=a")
                        .out();
        assertThat(tree).contains("└── default-route\n    └── {service=\"a\"}  receiver: team-y\n");
    }

    @Test
    void labelsAreRoutedAndTheReceiversCompared() {
        String file = "--config.file=" + config;

        RanVerb routed = RanVerb.of("config", "routes", "test", file, "service=a", "team=z");
        RanVerb other =
                RanVerb.of("config", "routes", "test", file, "--verify.receivers=pager", "team=z");
        RanVerb wrong = RanVerb.of("amtool", "config", "routes", "test", file, "{foo=bar}");

        assertThat(routed).isEqualTo(new RanVerb(0, "team-y,team-z\n", ""));
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.out()).contains("WARNING: Expected receivers did not match");
        assertThat(wrong)
                .isEqualTo(
                        new RanVerb(
                                1,
                                "",
                                "amtool: error: Failed to parse labels: unexpected open or close"
                                        + " brace: {foo=bar}\n\n"));
    }

    @Test
    void aConfigurationIsCheckedWhole() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.yml"), "route: {receiver: nobody}\n");

        RanVerb good = RanVerb.of("check-config", config.toString());
        RanVerb refused = RanVerb.of("check-config", bad.toString());

        assertThat(good)
                .isEqualTo(
                        new RanVerb(
                                0,
                                """
                                Checking '%s'  SUCCESS
                                Found:
                                 - global config
                                 - route
                                 - 0 inhibit rules
                                 - 4 receivers
                                 - 0 templates

                                """
                                        .formatted(config),
                                ""));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("FAILED", "bad.yml:1");
        assertThat(refused.err()).contains("failed to validate 1 file(s)");
    }

    @Test
    void flagsMayStandInAFileAndTheCommandLineIsAboveIt() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("cli.yml"),
                        "alertmanager.url: " + url() + "\nauthor: ada\ncomment_required: false\n");
        var defaults = ConfigDefaults.of(List.of(folder.resolve("none.yml"), file));

        RanVerb.of(defaults, "", "silence", "add", "a=b");
        assertThat(alerting.silences.get(FakeAlerting.ID).createdBy()).isEqualTo("ada");
        RanVerb.of(defaults, "", "silence", "add", "a=b", "--author=bob");
        assertThat(alerting.silences.get(FakeAlerting.ID).createdBy()).isEqualTo("bob");
    }

    @Test
    void ruleFilesAreCheckedWithLint() throws Exception {
        Path rules =
                Files.writeString(
                        folder.resolve("rules.yml"),
                        """
                        groups:
                        - name: g
                          rules:
                          - {record: a, expr: sum(up)}
                          - {record: a, expr: sum(up)}
                        """);
        Path bad =
                Files.writeString(
                        folder.resolve("bad.yml"),
                        "groups: [{name: g, rules: [{record: a, expr: sum(}]}]\n");

        assertThat(RanVerb.of("check", "rules", "--lint=none", rules.toString()).out())
                .isEqualTo("Checking " + rules + "\n  SUCCESS: 2 rules found\n\n");
        assertThat(RanVerb.of("check", "rules", rules.toString()).status()).isZero();
        RanVerb fatal = RanVerb.of("check", "rules", "--lint-fatal", rules.toString());
        assertThat(fatal.status()).isEqualTo(3);
        assertThat(fatal.err()).contains("1 duplicate rule(s) found", "Metric: a");
        assertThat(RanVerb.of("check", "rules", bad.toString()).status()).isEqualTo(1);
    }

    @Test
    void anExpressionIsFormattedAndAWrongOneIsPointedAt() {
        assertThat(RanVerb.of("promql", "format", "sum  by(a)(up)").out())
                .isEqualTo("sum by (a) (up)\n");
        assertThat(RanVerb.of("promtool", "promql", "format", "sum(").err())
                .startsWith("promtool: error: ")
                .contains("parse error");
    }

    @Test
    void anUnknownFlagIsNamed() {
        assertThat(RanVerb.of("alert", "--colour"))
                .satisfies(ran -> {
                    assertThat(ran.status()).isEqualTo(1);
                    assertThat(ran.err())
                            .isEqualTo("tocsin: error: unknown long flag '--colour', try --help\n");
                });
        assertThat(RanVerb.of("amtool", "--version").out())
                .matches("(?s)amtool, version \\d+\\.\\d+.*");
    }
}
