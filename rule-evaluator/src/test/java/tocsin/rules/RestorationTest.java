package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.replica.ReplicatedMap;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Groups here are evaluated every 30 s; `for` is 30 minutes, upstream's tolerance an hour and its
/// grace period ten minutes.
class RestorationTest {
    private static final Labels NODE = Labels.of("__name__", "up", "instance", "n1");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Restoration UPSTREAM = Restoration.DEFAULT;

    private final World world = new World();

    private static String rule(String holdFor) {
        return """
        groups:
          - name: g
            rules:
              - alert: Down
                expr: up == 0
                for: %s
                labels: {severity: page, node: '{{ $labels.instance }}'}
        """
                .formatted(holdFor);
    }

    private void pass(String time) {
        world.loop.advance(Duration.parse("PT" + time));
    }

    private String state() {
        return world.groups().getFirst().rules().getFirst().state();
    }

    /// The minutes until the alert fires, at most an hour.
    private long minutesUntilFiring() {
        Instant start = world.loop.now();
        while (!state().equals("firing") && start.plusSeconds(3_600).isAfter(world.loop.now())) {
            pass("30S");
        }
        return Duration.between(start, world.loop.now()).toMinutes();
    }

    /// A life in which the alert is pending for a while, and then an outage that leaves nothing but
    /// the samples.
    private void pendingThenLost(String rule, String pending, String outage) {
        world.result("up == 0", NODE, 0);
        world.run(rule);
        pass(pending);
        world.restartEmpty();
        world.loop.advance(Duration.parse("PT" + outage));
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "PT20M, PT5M,  PT30M, PT20M, the outage is not counted",
        "PT25M, PT5M,  PT30M, PT20M, a grace period is left",
        "PT20M, PT0S,  PT30M, PT20M, no outage",
        "PT40M, PT5M,  PT30M, PT45M, it had fired",
        "PT30M, PT5M,  PT30M, PT35M, it was about to fire",
        "PT15M, PT50M, PT30M, PT15M, a long outage",
        "PT1S,  PT1M,  PT10M, PT0S,  a for as long as the grace period",
    })
    void howLongAnAlertCountsAsActive(
            Duration pending, Duration outage, Duration holdFor, Duration active, String about) {
        Instant downAt = NOW.minus(outage);
        Instant since = UPSTREAM.activeAt(downAt.minus(pending), downAt, holdFor, NOW);
        assertThat(Duration.between(since, NOW)).as(about).isEqualTo(active);
    }

    @Test
    void aForGoesOnFromTheSamplesWhenNothingElseIsLeft() {
        pendingThenLost(rule("30m"), "15M", "20M");
        world.run(rule("30m"));
        assertThat(minutesUntilFiring()).isBetween(15L, 16L);
    }

    @Test
    void nothingIsWrittenThatWouldCoverWhatIsLookedFor() {
        pendingThenLost(rule("30m"), "15M", "20M");
        world.written.clear();
        world.run(rule("30m"));
        pass("65S");
        assertThat(world.evaluated).isNotEmpty();
        assertThat(world.written).isEmpty();
        pass("30S");
        assertThat(world.written)
                .extracting(sample -> sample.labels().get("__name__"))
                .containsExactly("ALERTS_FOR_STATE", "ALERTS");
    }

    @Test
    void labelsOfTemplatesMayBeAnything() {
        world.run(rule("30m"));
        pass("65S");
        assertThat(world.lookedFor).hasSize(1);
        assertThat(world.lookedFor.getFirst())
                .allMatch(matcher -> matcher.type() == MatchType.EQUAL)
                .extracting(matcher -> matcher.name() + "=" + matcher.value())
                .containsExactly("__name__=ALERTS_FOR_STATE", "alertname=Down", "severity=page");
    }

    @Test
    void anAlertThatHadFiredFiresAtOnce() {
        pendingThenLost(rule("30m"), "40M", "20M");
        world.run(rule("30m"));
        assertThat(minutesUntilFiring()).isLessThanOrEqualTo(2);
    }

    @Test
    void anAlertThatWasAboutToFireWaitsForTheGracePeriod() {
        pendingThenLost(rule("30m"), "28M", "5M");
        world.run(rule("30m"));
        assertThat(minutesUntilFiring()).isBetween(11L, 12L);
    }

    @Test
    void anAlertThatWasOverBeginsAnew() {
        world.result("up == 0", NODE, 0);
        world.run(rule("30m"));
        pass("15M");
        world.nothing("up == 0");
        pass("1M");
        world.restartEmpty();
        world.result("up == 0", NODE, 0);
        world.run(rule("30m"));
        assertThat(minutesUntilFiring()).isGreaterThanOrEqualTo(30);
    }

    @Test
    void whatIsTooLongAgoIsForgotten() {
        pendingThenLost(rule("30m"), "15M", "70M");
        world.run(rule("30m"));
        assertThat(minutesUntilFiring()).isGreaterThanOrEqualTo(30);
    }

    @Test
    void aShortForBeginsAnewAndIsWrittenAtOnce() {
        pendingThenLost(rule("9m"), "5M", "1M");
        world.written.clear();
        world.run(rule("9m"));
        pass("35S");
        assertThat(world.written).isNotEmpty();
        assertThat(world.lookedFor).isEmpty();
        assertThat(minutesUntilFiring()).isBetween(8L, 9L);
    }

    @Test
    void aMemberThatRemembersLooksForNothing() {
        world.result("up == 0", NODE, 0);
        world.run(rule("30m"));
        pass("15M");
        world.lookedFor.clear();
        world.restart();
        world.run(rule("30m"));
        pass("5M");
        assertThat(world.lookedFor).isEmpty();
        assertThat(minutesUntilFiring()).isBetween(9L, 10L);
    }

    @Test
    void whoTakesOverFromAMemberThatRemembersLooksForNothing() {
        world.result("up == 0", NODE, 0);
        world.run(rule("30m"));
        pass("5M");
        RuleGroupMark mark = marks().get("rules.yml;g").orElseThrow();
        world.owner = false;
        world.restartEmpty();
        world.run(rule("30m"));
        world.lookedFor.clear();
        marks().put("rules.yml;g", mark);
        world.owns(true);
        pass("5M");
        assertThat(world.evaluated).isNotEmpty();
        assertThat(world.lookedFor).isEmpty();
    }

    private ReplicatedMap<String, RuleGroupMark> marks() {
        return world.open(new RuleGroupSchema(), world.loop);
    }

    @Test
    void aRuleOfAReloadBeginsAnew() {
        world.run("groups: [{name: other, rules: [{record: r, expr: x}]}]");
        pass("2M");
        world.run(rule("30m"));
        pass("2M");
        assertThat(world.lookedFor).isEmpty();
    }

    @Test
    void whatAnotherMemberHasToldIsBetterThanTheSamples() {
        var alert =
                new RuleAlert(
                        Labels.of("alertname", "Down"),
                        Labels.EMPTY,
                        0,
                        Optional.of(new AlertState.Pending(NOW.minusSeconds(60))),
                        Optional.empty(),
                        NOW);
        Map<Labels, Instant> since = Map.of(alert.labels(), NOW.minusSeconds(600));
        assertThat(Restoration.restored(alert, since, NOW)).isEmpty();
        assertThat(Restoration.restored(alert, since, NOW.minusSeconds(60)))
                .contains(new AlertState.Pending(NOW.minusSeconds(600)));
    }

    @Test
    void secondsAreWholeAsUpstreamHasThem() {
        var sample =
                new Sample(
                        Labels.of("__name__", "ALERTS_FOR_STATE", "alertname", "Down"),
                        NOW.minusSeconds(60).toEpochMilli() + 700,
                        NOW.minusSeconds(360).getEpochSecond());
        assertThat(UPSTREAM.activeSince(List.of(sample), Duration.ofMinutes(30), NOW))
                .isEqualTo(Map.of(Labels.of("alertname", "Down"), NOW.minusSeconds(300)));
    }
}
