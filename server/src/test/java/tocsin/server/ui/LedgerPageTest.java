package tocsin.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.rules.RuleGroupMark.Kind;
import tocsin.rules.RuleGroupMark.Tick;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleGroupView.EvaluationView;
import tocsin.rules.RuleGroupView.History;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleSpec;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;
import tocsin.server.rules.RuleStand;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class LedgerPageTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final FakeRules rules = new FakeRules();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        var assets = new Assets();
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "/bell",
                                8,
                                Duration.ZERO),
                        List.of(
                                new Errors(List.of()),
                                assets,
                                new RulesPage(rules, () -> NOW, new Rendering(assets)),
                                new LedgerPage(rules, () -> NOW, new Rendering(assets))),
                        new PrometheusRegistry());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        int port = server.addresses().getFirst().getPort();
        URI uri = URI.create("http://127.0.0.1:" + port + "/bell" + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static EvaluationView ran(int ago, int lateMillis, int tookMillis, String error) {
        Instant due = NOW.minusSeconds(ago);
        return new EvaluationView(
                due,
                due.plusMillis(lateMillis),
                Duration.ofMillis(tookMillis),
                OptionalLong.of(1_200),
                7,
                error,
                "");
    }

    private static EvaluationView skipped(int ago, String why) {
        Instant due = NOW.minusSeconds(ago);
        return new EvaluationView(due, due, Duration.ZERO, OptionalLong.empty(), 0, "", why);
    }

    private static RuleView rule(RuleSpec spec, String health, String error, History history) {
        return new RuleView(
                spec,
                spec.expression(),
                "inactive",
                health,
                error,
                Optional.of(NOW),
                Duration.ofMillis(3),
                List.of(),
                history);
    }

    private static RuleSpec alert(String name, int line) {
        return new RuleSpec.Alerting(
                name,
                "x > 1",
                Duration.ZERO,
                Duration.ZERO,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                line);
    }

    private void group(String name, List<RuleView> members, Tick... ticks) {
        var spec =
                new RuleGroupSpec(
                        name + ".yml",
                        name,
                        Optional.of(INTERVAL),
                        Optional.empty(),
                        0,
                        members.stream().map(RuleView::spec).toList());
        rules.add(
                new RuleGroupView(
                        spec,
                        INTERVAL,
                        members,
                        Optional.of(NOW),
                        Duration.ofMillis(3),
                        List.of(ticks)));
    }

    private static Tick tick(int ago, String member, Kind kind) {
        return new Tick(
                NOW.minusSeconds(ago), member, Duration.ofMillis(2), Duration.ofMillis(3), 0, kind);
    }

    private void web() {
        group(
                "web",
                List.of(
                        rule(
                                alert("Slow<b>", 3),
                                "ok",
                                "",
                                new History(
                                        List.of(
                                                ran(0, 2, 10, ""),
                                                ran(30, 9_000, 20, ""),
                                                skipped(60, "the one before was slow"),
                                                ran(90, 1, 40, "timed out")),
                                        false,
                                        Optional.of(NOW.minusSeconds(7_200)))),
                        rule(
                                new RuleSpec.Recording("job:x:sum", "sum(x)", none(), 9),
                                "err",
                                "too many samples",
                                new History(
                                        List.of(ran(0, 1, 1, "too many samples")),
                                        true,
                                        Optional.empty()))),
                tick(0, "b", Kind.IN_TIME),
                tick(30, "a", Kind.CAUGHT_UP),
                tick(60, "a", Kind.LET_GO));
    }

    private static LinkedHashMap<String, String> none() {
        return new LinkedHashMap<>();
    }

    @Test
    void eachRuleShowsItsLastEvaluationsAndWhatDeservesALook() throws Exception {
        web();
        HttpResponse<String> page = get("/rules/ledger");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Slow&lt;b&gt;", "4 evaluations: 1 well, 1 late, 1 failed, 1 skipped")
                .contains("9.0 s", "each evaluation", "the one before was slow", "2h ago", "1200")
                .contains("too many samples", "matches nothing")
                .contains("on a, b", "3 evaluations: 1 well, 1 late, 1 skipped")
                .doesNotContain("style=", "<script>", "never fired</span>");
    }

    @Test
    void barsStandFromOldToNewAndAreAsHighAsTheirEvaluationTookLong() {
        Strip strip =
                Strip.of(
                        List.of(ran(0, 0, 40, ""), ran(30, 0, 20, ""), ran(60, 0, 0, "")),
                        INTERVAL);
        assertThat(strip.bars()).extracting(Strip.Bar::height).containsExactly(3, 13, 22);
        assertThat(strip.bars()).extracting(Strip.Bar::x).isSorted();
        assertThat(strip.bars()).allMatch(bar -> bar.y() + bar.height() == 22);
    }

    @Test
    void oneMayLookAtOneKindAlone() throws Exception {
        web();
        group(
                "quiet",
                List.of(
                        rule(
                                alert("Silent", 1),
                                "ok",
                                "",
                                new History(List.of(ran(0, 1, 1, "")), false, Optional.empty()))));
        assertThat(get("/rules/ledger?show=never+fired").body())
                .contains("Silent")
                .doesNotContain("job:x:sum", "Slow");
        assertThat(get("/rules/ledger?show=failing").body())
                .contains("job:x:sum")
                .doesNotContain("Silent");
        assertThat(get("/rules/ledger?search=QUIET").body())
                .contains("Silent")
                .doesNotContain("job:x:sum");
        assertThat(get("/rules/ledger?show=skipped&search=silent").body())
                .contains("Nothing matches");
    }

    @Test
    void aRuleThatAnotherMemberEvaluatesSaysSo() throws Exception {
        group("web", List.of(rule(alert("Slow", 1), "ok", "", History.NONE)));
        assertThat(get("/rules/ledger").body()).contains("on another member");
    }

    @Test
    void whatIsWrongWithFilesAndOrderIsOnTop() throws Exception {
        web();
        rules.cycles.add(List.of("a.yml;a", "b.yml;b"));
        rules.quarantined.add(new RuleStand.Quarantined("bad.yml", NOW, true, "bad.yml:1: no"));
        assertThat(get("/rules/ledger").body())
                .contains("a.yml;a → b.yml;b", "bad.yml has errors since");
        assertThat(get("/rules").body()).contains("bad.yml has errors since", "rules/ledger");
    }

    @Test
    void withoutRulesItSaysHowToNameThem() throws Exception {
        assertThat(get("/rules/ledger").body()).contains("No rule files are loaded", "--rules=");
        assertThat(get("/rules").body()).contains("--rules=");
    }

    @Test
    void rulesOfOneGroupMayStandOnTwoPages() throws Exception {
        var members = new ArrayList<RuleView>();
        for (int i = 0; i < 150; i++) {
            members.add(rule(alert("A" + i, i), "ok", "", History.NONE));
        }
        group("large", members);
        group("small", List.of(rule(alert("B", 1), "ok", "", History.NONE)));
        assertThat(get("/rules/ledger").body()).contains("large.yml").doesNotContain("small.yml");
        assertThat(get("/rules/ledger?page=2").body())
                .contains("large.yml", "small.yml", "<b>A149</b>", "<b>B</b>");
    }

    @Test
    void manyRulesComeInPages() throws Exception {
        for (int i = 0; i < 250; i++) {
            group(
                    "g" + i,
                    new ArrayList<>(List.of(rule(alert("A" + i, 1), "ok", "", History.NONE))));
        }
        assertThat(get("/rules/ledger?page=2").body())
                .contains("101–200 of 250 rules", "<b>A100</b>", "rules/ledger?page=3")
                .doesNotContain("<b>A99</b>", "<b>A200</b>", "each evaluation");
    }
}
