package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.RuleGroupMark.Kind;
import tocsin.rules.RuleGroupMark.Tick;
import tocsin.rules.RuleSettings.Downtime;
import tocsin.rules.RuleSettings.Operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What becomes of slots in which nobody ran.
class CatchingUpTest {
    private static final Labels NODE = Labels.of("__name__", "up", "instance", "n1");
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final String DOWN =
            "groups: [{name: g, rules: [{alert: Down, expr: down, for: 5m}]}]";

    private final World world = new World();

    private void pass(int seconds) {
        world.loop.advance(Duration.ofSeconds(seconds));
    }

    private void with(Downtime downtime, int most) {
        Operation defaults = Operation.DEFAULT;
        world.operation =
                new Operation(
                        downtime,
                        most,
                        defaults.concurrency(),
                        defaults.inputWait(),
                        defaults.restoration());
        world.restart();
    }

    private RuleGroupView group() {
        return world.groups().getFirst();
    }

    private Instant activeAt() {
        return group().rules().getFirst().alerts().getFirst().state().orElseThrow().activeAt();
    }

    private List<Instant> slots() {
        return group().ticks().reversed().stream().map(Tick::slot).toList();
    }

    private static void assertNoGap(List<Instant> slots) {
        var gaps = new ArrayList<String>();
        for (int i = 1; i < slots.size(); i++) {
            if (!Duration.between(slots.get(i - 1), slots.get(i)).equals(INTERVAL)) {
                gaps.add(slots.get(i - 1) + " to " + slots.get(i));
            }
        }
        assertThat(gaps).isEmpty();
    }

    @Test
    void slotsOfADowntimeAreEvaluatedAtTheirOwnTimesAndTheLedgerHasNoGap() {
        world.result("down", NODE, 1);
        world.run(DOWN);
        pass(65);
        Instant since = activeAt();
        world.manager.stop();
        pass(180);
        world.evaluated.clear();
        world.restart();
        world.run(DOWN);
        assertThat(world.evaluated).hasSize(6).first().asString().startsWith("down -");
        assertThat(activeAt()).as("the condition held all the while").isEqualTo(since);
        assertNoGap(slots());
        assertThat(group().ticks()).extracting(Tick::kind).contains(Kind.CAUGHT_UP);
        pass(95);
        assertThat(group().rules().getFirst().state()).isEqualTo("firing");
        assertNoGap(slots());
    }

    @Test
    void aConditionThatEndedInADowntimeBeginsAnew() {
        world.result("down", NODE, 1);
        world.run(DOWN);
        pass(65);
        world.manager.stop();
        world.nothing("down");
        world.read.put("down", 1L);
        pass(180);
        world.restart();
        world.run(DOWN);
        assertThat(group().rules().getFirst().alerts()).isEmpty();
        world.result("down", NODE, 1);
        pass(65);
        assertThat(activeAt()).isAfter(world.loop.now().minusSeconds(65));
    }

    @Test
    void timeOfWhichThereIsNoDataNeitherCountsNorBreaks() {
        world.result("down", NODE, 1);
        world.run(DOWN);
        pass(65);
        Instant since = activeAt();
        world.manager.stop();
        world.nothing("down");
        world.read.put("down", 0L);
        pass(180);
        world.restart();
        world.run(DOWN);
        assertThat(activeAt()).isEqualTo(since.plusSeconds(180));
        assertThat(group().rules().getFirst().history().evaluations().getFirst().skipped())
                .isEqualTo("there is no data of that time");
    }

    @Test
    void aDowntimeCountsWhenThePolicySaysSo() {
        world.result("down", NODE, 1);
        with(Downtime.COUNT, 240);
        world.run(DOWN);
        pass(65);
        Instant since = activeAt();
        world.restart();
        world.evaluated.clear();
        pass(180);
        world.run(DOWN);
        assertThat(world.evaluated).isEmpty();
        assertThat(activeAt()).isEqualTo(since);
    }

    @Test
    void aDowntimeDoesNotCountWhenThePolicySaysSo() {
        world.result("down", NODE, 1);
        with(Downtime.FREEZE, 240);
        world.run(DOWN);
        pass(65);
        Instant since = activeAt();
        world.restart();
        pass(180);
        world.run(DOWN);
        assertThat(activeAt()).isEqualTo(since.plusSeconds(180));
    }

    @Test
    void whatIsTooLongAgoIsLetGoAndSaid() {
        world.result("down", NODE, 1);
        with(Downtime.RECHECK, 4);
        world.run(DOWN);
        pass(65);
        Instant since = activeAt();
        world.restart();
        world.evaluated.clear();
        pass(600);
        world.run(DOWN);
        assertThat(world.evaluated).hasSize(4);
        assertThat(group().ticks()).extracting(Tick::kind).contains(Kind.LET_GO);
        assertThat(activeAt()).isEqualTo(since.plus(INTERVAL.multipliedBy(16)));
    }

    @Test
    void aSlotThatTheOldOwnerDidNotReachIsTakenUpAtOnceByTheNewOne() {
        world.result("down", NODE, 1);
        world.run(DOWN);
        pass(65);
        world.owns(false);
        pass(30);
        assertThat(slots().getLast()).isBefore(world.loop.now().minusSeconds(30));
        world.owns(true);
        assertThat(slots().getLast()).isAfter(world.loop.now().minusSeconds(30));
        assertNoGap(slots());
    }

    @Test
    void whoLosesAGroupEndsTheSeriesOfItsAlerts() {
        world.result("down", NODE, 1);
        world.run(DOWN);
        pass(65);
        world.owns(false);
        world.written.clear();
        pass(30);
        assertThat(world.written).hasSize(2).allMatch(sample -> StaleMarker.is(sample.value()));
    }

    @Test
    void afterARestartTheSeriesOfAlertsThatEndedMeanwhileAreMarkedStale() {
        world.result("down", NODE, 1);
        world.run(DOWN);
        pass(65);
        world.restart();
        world.nothing("down");
        world.written.clear();
        pass(30);
        world.run(DOWN);
        pass(30);
        assertThat(world.written)
                .extracting(sample -> sample.labels().get("__name__"))
                .containsExactlyInAnyOrder("ALERTS", "ALERTS_FOR_STATE");
    }

    @Test
    void anEvaluationIsRememberedAcrossARestart() {
        world.failures.put("down", "no luck");
        world.run(DOWN);
        pass(35);
        world.restart();
        world.run(DOWN);
        assertThat(group().rules().getFirst().lastError()).isEqualTo("no luck");
        assertThat(group().rules().getFirst().health()).isEqualTo("err");
        assertThat(group().lastEvaluation()).isPresent();
    }

    /// Catching up takes longer than an interval: the slots that come meanwhile wait their turn.
    @Test
    void aSlotThatComesWhileOthersAreCaughtUpIsNotMissed() {
        world.result("down", NODE, 1);
        world.run(DOWN);
        pass(120);
        world.restart();
        pass(300);
        world.slow = true;
        world.pace = Duration.ofSeconds(5);
        world.run(DOWN);
        pass(1);
        assertThat(world.evaluated).isNotEmpty();
        pass(100);
        world.slow = false;
        pass(600);
        assertNoGap(slots());
        assertThat(group().ticks()).noneMatch(tick -> tick.kind() == Kind.TOO_SLOW);
    }
}
