package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class RuleManagerTest {
    private static final Labels NODE = Labels.of("__name__", "up", "instance", "n1");
    private static final String DOWN =
            """
            groups:
              - name: g
                rules:
                  - alert: Down
                    expr: up == 0
                    for: 1m
                    labels: {severity: page}
                    annotations: {summary: 'value {{ $value }}'}
            """;

    private final World world = new World();

    private RuleView rule() {
        return world.groups().getFirst().rules().getFirst();
    }

    private List<Alert> sent() {
        List<Alert> sent = List.copyOf(world.alerts);
        world.alerts.clear();
        return sent;
    }

    private void pass(int seconds) {
        world.loop.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void anAlertGoesFromPendingToFiringAndIsResolved() {
        world.result("up == 0", NODE, 0);
        world.run(DOWN);
        assertThat(rule().state()).isEqualTo("unknown");
        pass(35);
        assertThat(rule().state()).isEqualTo("pending");
        assertThat(sent()).isEmpty();
        pass(60);
        assertThat(rule().state()).isEqualTo("firing");
        List<Alert> firing = sent();
        assertThat(firing).hasSize(1);
        assertThat(firing.getFirst().labels())
                .isEqualTo(Labels.of("alertname", "Down", "instance", "n1", "severity", "page"));
        assertThat(firing.getFirst().annotations()).isEqualTo(Labels.of("summary", "value 0.0"));
        assertThat(firing.getFirst().generatorUrl())
                .isEqualTo("http://tocsin/graph?g0.expr=up+%3D%3D+0&g0.tab=1");
        world.nothing("up == 0");
        pass(30);
        assertThat(rule().state()).isEqualTo("inactive");
        List<Alert> resolved = sent();
        assertThat(resolved).hasSize(1);
        assertThat(resolved.getFirst().isResolved(world.loop.now())).isTrue();
    }

    @Test
    void anAlertThatStillFiresIsSentAgainOnlyWhenTheResendDelayIsExceeded() {
        world.result("up == 0", NODE, 0);
        world.run(DOWN);
        while (world.alerts.isEmpty()) {
            pass(1);
        }
        assertThat(sent()).hasSize(1);
        pass(60);
        assertThat(sent()).isEmpty();
        pass(30);
        assertThat(sent()).hasSize(1);
    }

    @Test
    void aRestartDoesNotBeginAForAnew() {
        world.result("up == 0", NODE, 0);
        world.run(DOWN);
        pass(65);
        assertThat(rule().state()).isEqualTo("pending");
        world.restart();
        world.run(DOWN);
        pass(35);
        assertThat(rule().state()).isEqualTo("firing");
        assertThat(sent()).hasSize(1);
        world.restart();
        world.run(DOWN);
        pass(35);
        assertThat(rule().state()).isEqualTo("firing");
        assertThat(sent()).as("told a restart ago").isEmpty();
    }

    @Test
    void anAlertThatWasResolvedWhileNobodyRanIsToldAsResolved() {
        world.result("up == 0", NODE, 0);
        world.run(DOWN);
        pass(95);
        assertThat(sent()).hasSize(1);
        world.restart();
        world.nothing("up == 0");
        pass(300);
        world.run(DOWN);
        pass(35);
        assertThat(sent())
                .singleElement()
                .satisfies(alert -> assertThat(alert.isResolved(world.loop.now())).isTrue());
    }

    @Test
    void theSeriesOfAlertsAreWrittenAndMarkedStaleWhenTheyVanish() {
        world.result("up == 0", NODE, 0);
        world.run(DOWN);
        pass(35);
        assertThat(world.written)
                .extracting(sample ->
                        sample.labels().get("__name__") + " " + sample.labels().get("alertstate"))
                .containsExactly("ALERTS_FOR_STATE ", "ALERTS pending");
        Sample forState = world.written.getFirst();
        assertThat((long) forState.value())
                .isEqualTo(Instant.ofEpochMilli(forState.timestampMillis()).getEpochSecond());
        world.written.clear();
        pass(60);
        assertThat(world.written)
                .filteredOn(sample -> StaleMarker.is(sample.value()))
                .extracting(sample -> sample.labels().get("alertstate"))
                .containsExactly("pending");
    }

    @Test
    void aRecordingRuleWritesItsNameAndLabelsAndMarksWhatVanished() {
        world.result("sum(x)", Labels.of("job", "a"), 5);
        world.run(
                "groups: [{name: g, rules: [{record: 'job:x:sum', expr: sum(x), labels: {env:"
                        + " prod}}]}]");
        pass(30);
        assertThat(world.written)
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.labels())
                            .isEqualTo(
                                    Labels.of("__name__", "job:x:sum", "env", "prod", "job", "a"));
                    assertThat(sample.value()).isEqualTo(5);
                });
        world.nothing("sum(x)");
        pass(30);
        assertThat(StaleMarker.is(world.written.getLast().value())).isTrue();
    }

    @Test
    void aFailureKeepsTheAlertsAndSaysWhy() {
        world.result("up == 0", NODE, 0);
        world.run(DOWN);
        pass(95);
        world.failures.put("up == 0", "query timed out in expression evaluation");
        pass(30);
        assertThat(rule().health()).isEqualTo("err");
        assertThat(rule().lastError()).isEqualTo("query timed out in expression evaluation");
        assertThat(rule().state()).isEqualTo("firing");
        assertThat(rule().history().evaluations().getFirst().error()).isNotEmpty();
    }

    @Test
    void twoSeriesThatBecomeOneAlertAreAnError() {
        world.results.put(
                "up == 0",
                List.of(
                        new Sample(NODE, 0, 0),
                        new Sample(Labels.of("__name__", "down", "instance", "n1"), 0, 0)));
        world.run(DOWN);
        pass(35);
        assertThat(rule().lastError())
                .isEqualTo(
                        "vector contains metrics with the same labelset after applying alert"
                                + " labels");
    }

    @Test
    void moreAlertsThanTheLimitDropTheStateOfTheRule() {
        world.run("groups: [{name: g, limit: 1, rules: [{alert: A, expr: x}]}]");
        world.results.put(
                "x",
                List.of(
                        new Sample(Labels.of("i", "1"), 0, 1),
                        new Sample(Labels.of("i", "2"), 0, 1)));
        pass(30);
        assertThat(rule().lastError()).isEqualTo("exceeded limit of 1 with 2 alerts");
        assertThat(rule().alerts()).isEmpty();
        assertThat(sent()).isEmpty();
    }

    @Test
    void aSlowGroupSkipsSlotsAndNeverRunsTwiceAtATime() {
        world.slow = true;
        world.result("sum(x)", Labels.of("job", "a"), 5);
        world.run("groups: [{name: g, rules: [{record: r, expr: sum(x)}]}]");
        pass(600);
        List<Long> slots = world.written.stream().map(Sample::timestampMillis).toList();
        assertThat(slots).isSorted().doesNotHaveDuplicates().hasSizeBetween(4, 7);
    }

    @Test
    void anEditOfOneRuleDoesNotResetAnother() {
        world.result("up == 0", NODE, 0);
        world.run(DOWN);
        pass(65);
        world.run(DOWN + "      - {record: other, expr: y}\n");
        pass(35);
        assertThat(rule().state()).isEqualTo("firing");
    }

    @Test
    void theSeriesOfARemovedGroupAreMarkedStale() {
        world.result("sum(x)", Labels.of("job", "a"), 5);
        world.run("groups: [{name: g, rules: [{record: r, expr: sum(x)}]}]");
        pass(35);
        world.run(new RuleGroupSpec[0]);
        pass(70);
        assertThat(StaleMarker.is(world.written.getLast().value())).isTrue();
    }

    @Test
    void whoDoesNotOwnAGroupEvaluatesOnlyItsRecordingRules() {
        world.owner = false;
        world.result("up == 0", NODE, 0);
        world.result("y", Labels.of("job", "a"), 1);
        world.run(DOWN + "      - {record: other, expr: y}\n");
        pass(95);
        assertThat(sent()).isEmpty();
        assertThat(world.written)
                .extracting(sample -> sample.labels().get("__name__"))
                .containsOnly("other");
    }
}
