package tocsin.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.config.AlertmanagerFile;
import tocsin.http.Destinations;
import tocsin.http.Network;
import tocsin.labels.Labels;
import tocsin.labels.MatcherParser;
import tocsin.pipeline.PipelineConfig;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.ExpressionSyntax;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleSettings;
import tocsin.rules.SampleSink.Sample;
import tocsin.rules.memory.MemorySeries;
import tocsin.server.replay.ReplayReport.Pages;
import tocsin.server.replay.ReplayReport.Run;
import tocsin.server.replay.ReplayRun.Change;
import tocsin.yaml.Problems;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Two days of one series that goes bad for a while each night, replayed.
class ReplayRunTest {
    private static final ExpressionSyntax SYNTAX = text -> Parser.parse(text, ParserOptions.SERVER);
    private static final Instant DAY = Instant.parse("2026-01-05T00:00:00Z");
    private static final String RULES =
            """
            groups:
            - name: g
              interval: 30s
              rules:
              - {record: 'load:avg', expr: avg by (host) (load)}
              - alert: HighLoad
                expr: load:avg > %d
                for: 10m
              - alert: Watchdog
                expr: load >= 0
                labels: {severity: none}
            """;
    private static final String ROUTES =
            """
            route:
              receiver: nobody
              group_wait: 30s
              repeat_interval: 2h
              routes:
              - matchers: [alertname="HighLoad"]
                receiver: pager
            receivers:
            - name: nobody
            - name: pager
              webhook_configs: [{url: 'http://127.0.0.1:1/'}]
            """;

    private final MemorySeries history = new MemorySeries();

    ReplayRunTest() {
        Labels labels = Labels.of("__name__", "load", "host", "h1");
        for (int minute = -120; minute < 3 * 1_440; minute++) {
            int ofDay = Math.floorMod(minute, 1_440);
            double load = ofDay >= 120 && ofDay < 180 ? 9 : 1;
            long at = DAY.plus(Duration.ofMinutes(minute)).toEpochMilli();
            history.append(List.of(new Sample(labels, at, load)));
        }
    }

    private static PipelineConfig routes() {
        var network =
                new Network(
                        new Network.Rules(
                                Destinations.DEFAULT,
                                Network.Limits.DEFAULT,
                                "test",
                                Map.of(),
                                InstantSource.system()));
        var reader =
                new AlertmanagerFile(
                        new MatcherParser(MatcherParser.Mode.FALLBACK, "test"),
                        "http://localhost",
                        network);
        var problems = new Problems();
        return reader.read(Path.of("am.yml"), ROUTES, problems)
                .orElseThrow(() -> new AssertionError(problems.report()))
                .pipeline();
    }

    private static Change change(int threshold) {
        var problems = new Problems();
        var groups = RuleFile.read("r.yml", RULES.formatted(threshold), SYNTAX, problems);
        assertThat(problems.report()).isEmpty();
        return new Change(groups, RuleSettings.defaults("http://x"), Optional.of(routes()));
    }

    private ReplayRun.Over over(Instant from, Instant to) {
        return new ReplayRun.Over(
                history, from, to, EngineOptions.SERVER, Engine.Limits.SERVER, () -> 0);
    }

    private Run run(int threshold) throws InterruptedException {
        Instant to = DAY.plus(Duration.ofDays(2));
        return ReplayRun.run(over(DAY, to), change(threshold), _ -> {});
    }

    @Test
    void alertsAndPagesAreCountedByDay() throws Exception {
        Run run = run(5);
        assertThat(run.fired().get("HighLoad"))
                .containsExactlyEntriesOf(
                        new TreeMap<>(
                                Map.of(
                                        LocalDate.parse("2026-01-05"), 1,
                                        LocalDate.parse("2026-01-06"), 1)));
        assertThat(run.pages().get("pager").values())
                .containsExactly(new Pages(1, 1), new Pages(1, 1));
        assertThat(run.pages()).containsOnlyKeys("pager");
        assertThat(run.failing()).isEmpty();
        var nights = run.episodes().stream().filter(e -> e.name().equals("HighLoad")).toList();
        assertThat(nights).hasSize(2);
        Instant two = DAY.plus(Duration.ofHours(2));
        assertThat(nights.getFirst().start()).isBetween(two.plusSeconds(600), two.plusSeconds(660));
        assertThat(nights.getFirst().end().orElseThrow())
                .isBetween(two.plusSeconds(3_600), two.plusSeconds(3_660));
    }

    @Test
    void whatFiredAlreadyBeforeTheStretchIsNoNewAlert() throws Exception {
        Run run =
                ReplayRun.run(
                        over(DAY.plusSeconds(9_000), DAY.plusSeconds(12_000)), change(5), _ -> {});
        assertThat(run.fired()).doesNotContainKey("HighLoad");
        assertThat(run.episodes()).anyMatch(episode -> episode.name().equals("HighLoad"));
        assertThat(run.pages().get("pager").values()).containsExactly(new Pages(0, 1));
    }

    @Test
    void aChangeIsSeenAgainstWhatWasBefore() throws Exception {
        var report =
                new ReplayReport(DAY, DAY.plus(Duration.ofDays(2)), run(10), Optional.of(run(5)));
        assertThat(report.after().allPages("")).isEqualTo(new Pages(0, 0));
        assertThat(ReplayText.of(report))
                .contains("before: 3 rules, 2 alerts fired, 2 notifications of firing")
                .contains("after : 3 rules, 0 alerts fired, 0 notifications of firing")
                .containsPattern("~ pager  2026-01-05 +1\\+1 +-");
        assertThat(ReplayJson.of(report)).contains("\"2026-01-06\" : 1");
        assertThat(ReplayHtml.of(report))
                .contains("class=\"lane before\"")
                .contains("<tr class=changed><td>HighLoad<td>2026-01-05<td class=n>1<td class=n>–")
                .doesNotContain("<script");
    }

    @Test
    void windowsGiveWhatSingleEvaluationsGive() throws Exception {
        // Rules of one file read history and are evaluated ahead; through a recorded copy of it
        // they read what was written a moment ago, and are evaluated step by step.
        String direct = "groups: [{name: g, interval: 30s, rules: [{alert: A, expr: '%s'}]}]";
        String copied =
                "groups: [{name: g, interval: 30s, rules: [{record: copy, expr: load}, {alert: A,"
                        + " expr: '%s'}]}]";
        for (String expr :
                List.of(
                        "%s > 5",
                        "max_over_time(%s[10m]) > 5",
                        "changes(%s[20m]) > 0 or %s offset 30m > 5",
                        "(hour() == 2) and on() %s > 0")) {
            Run ahead = alone(direct.formatted(expr.replace("%s", "load")));
            Run stepped = alone(copied.formatted(expr.replace("%s", "copy")));
            assertThat(ahead.episodes()).as(expr).isNotEmpty();
            assertThat(ahead.episodes().stream().map(ReplayReport.Episode::start))
                    .as(expr)
                    .isEqualTo(
                            stepped.episodes().stream().map(ReplayReport.Episode::start).toList());
        }
    }

    private Run alone(String rules) throws InterruptedException {
        var problems = new Problems();
        var groups = RuleFile.read("r.yml", rules, SYNTAX, problems);
        assertThat(problems.report()).isEmpty();
        return ReplayRun.run(
                over(DAY.plusSeconds(3_600), DAY.plusSeconds(5 * 3_600)),
                new Change(groups, RuleSettings.defaults("http://x"), Optional.empty()),
                _ -> {});
    }

    @Test
    void aReplayCanBeEnded() {
        assertThatThrownBy(() ->
                        ReplayRun.run(
                                over(DAY, DAY.plusSeconds(86_400)),
                                change(5),
                                _ -> {
                                    throw new InterruptedException("enough");
                                }))
                .hasMessage("enough");
    }
}
