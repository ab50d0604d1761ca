package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.replica.Replication;
import tocsin.rules.RuleGroupMark.Kind;
import tocsin.rules.RuleGroupMark.Tick;
import tocsin.testkit.PeerNetwork;
import tocsin.testkit.SimLoop;
import tocsin.yaml.Problems;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Members that share their groups: what each evaluates, and what becomes of it when members come
/// and go, in virtual time.
class PlacementTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final int GROUPS = 24;

    private final SimLoop loop = new SimLoop();
    private final PeerNetwork network = new PeerNetwork(loop, Duration.ofMillis(5));
    private final Map<String, RuleManager> managers = new HashMap<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final Set<SampleSink.Sample> written = new HashSet<>();
    private boolean shared = true;

    /// An expression that was evaluated.
    private record Evaluation(String member, String expression, Instant at) {}

    /// What one member evaluates with. Each evaluation takes a second.
    private final class Own implements Expressions, SampleSink {
        private final String member;

        private Own(String member) {
            this.member = member;
        }

        @Override
        public Expression compile(String text) {
            return new Expression() {
                @Override
                public String canonical() {
                    return text;
                }

                @Override
                public List<Sample> evaluate(long atMillis) {
                    evaluations.add(new Evaluation(member, text, Instant.ofEpochMilli(atMillis)));
                    return List.of(new Sample(Labels.of("instance", "n1"), atMillis, 1));
                }
            };
        }

        @Override
        public List<Refused> append(List<Sample> samples) {
            written.addAll(samples);
            return List.of();
        }

        @Override
        public boolean isShared() {
            return shared;
        }
    }

    private GroupOwnership seenBy(String member) {
        return new GroupOwnership() {
            @Override
            public String self() {
                return member;
            }

            @Override
            public List<String> order(String group) {
                Comparator<String> byHash = Comparator.comparing(each -> (each + group).hashCode());
                return network.seenBy(member).stream().sorted(byHash).toList();
            }

            @Override
            public void watch(Runnable listener) {
                network.watch(listener);
            }
        };
    }

    private void start(String member) {
        start(member, GROUPS);
    }

    /// A member whose files hold the first groups only.
    private void start(String member, int known) {
        Replication replication = network.start(member);
        var own = new Own(member);
        var around =
                new RuleManager.Surroundings(
                        loop,
                        task -> loop.after(Duration.ofSeconds(1), task),
                        replication,
                        own,
                        own,
                        _ -> {},
                        (text, _) -> text,
                        seenBy(member),
                        new RuleMetrics(new PrometheusRegistry()));
        var opened = RuleManager.open(around, settings());
        loop.settle();
        RuleManager manager = opened.join();
        pass(Duration.ofMillis(20)); // a member settles first: what the others know comes before
        manager.update(groups().subList(0, known));
        loop.settle();
        managers.put(member, manager);
    }

    private static RuleSettings settings() {
        return new RuleSettings(
                INTERVAL,
                Duration.ZERO,
                Duration.ofMinutes(1),
                "http://tocsin",
                Labels.EMPTY,
                RuleSettings.Operation.DEFAULT);
    }

    private static List<RuleGroupSpec> groups() {
        String yaml =
                IntStream.range(0, GROUPS)
                        .mapToObj(i ->
                                "- {name: g%d, rules: [{record: r%d, expr: e%d}, {alert: A, expr: a%d}]}"
                                        .formatted(i, i, i, i))
                        .collect(Collectors.joining("\n", "groups:\n", "\n"));
        var problems = new Problems();
        List<RuleGroupSpec> groups = RuleFile.read("r.yml", yaml, _ -> {}, problems);
        assertThat(problems.report()).isEmpty();
        return groups;
    }

    private void crash(String member) {
        network.crash(member);
        managers.remove(member).stop();
        loop.settle();
    }

    private void pass(Duration span) {
        loop.advance(span);
    }

    /// How many groups each member evaluated since.
    private Map<String, Long> counted(Instant since) {
        return evaluations.stream()
                .filter(each -> each.at().isAfter(since) && each.expression().startsWith("e"))
                .map(each -> each.member() + " " + each.expression())
                .distinct()
                .collect(Collectors.groupingBy(each -> each.split(" ")[0], Collectors.counting()));
    }

    private List<RuleGroupView> views(String member) {
        var groups = managers.get(member).groups();
        loop.settle();
        return groups.join();
    }

    /// Every slot of every group was evaluated, and none by two.
    private void assertEachOnce(Instant from) {
        Map<String, List<Instant>> slots =
                evaluations.stream()
                        .filter(each -> !each.at().isBefore(from))
                        .collect(
                                Collectors.groupingBy(
                                        Evaluation::expression,
                                        Collectors.mapping(Evaluation::at, Collectors.toList())));
        assertThat(slots).hasSize(2 * GROUPS);
        slots.forEach((expression, at) -> {
            assertThat(at).as(expression).doesNotHaveDuplicates();
            List<Instant> sorted = at.stream().sorted().toList();
            Instant first = sorted.getFirst();
            List<Instant> expected =
                    Stream.iterate(first, each -> each.plus(INTERVAL)).limit(at.size()).toList();
            assertThat(sorted).as(expression).isEqualTo(expected);
            assertThat(sorted.getLast()).isAfter(loop.now().minus(INTERVAL.multipliedBy(2)));
        });
    }

    @Test
    void sharedGroupsAreEvaluatedByTheirOwnersAlone() {
        start("a");
        start("b");
        start("c");
        Instant begin = loop.now();
        pass(Duration.ofMinutes(10));
        assertEachOnce(begin);
        assertThat(counted(begin).keySet()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void localGroupsAreRecordedByAllAndAlertedByOne() {
        shared = false;
        start("a");
        start("b");
        Instant begin = loop.now();
        pass(Duration.ofMinutes(5));
        assertThat(counted(begin)).isEqualTo(Map.of("a", (long) GROUPS, "b", (long) GROUPS));
        List<Evaluation> alerting =
                evaluations.stream().filter(each -> each.expression().startsWith("a")).toList();
        assertThat(alerting.stream().map(each -> each.expression() + each.at()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMemberThatJoinsIsGivenItsShareWithoutASlotMissed() {
        start("a");
        Instant begin = loop.now();
        pass(Duration.ofMinutes(3));
        start("b");
        start("c");
        pass(Duration.ofMinutes(20));
        assertEachOnce(begin);
        Map<String, Long> now = counted(loop.now().minus(Duration.ofMinutes(2)));
        assertThat(now).hasSize(3);
        // Two seconds each of thirty: within a fifth of the mean of eight.
        assertThat(now.values()).allSatisfy(count -> assertThat(count).isBetween(6L, 9L));
    }

    @Test
    void theGroupsOfAMemberThatDiesGoOnElsewhere() {
        start("a");
        start("b");
        start("c");
        Instant begin = loop.now();
        pass(Duration.ofMinutes(5));
        crash("b");
        pass(Duration.ofMinutes(5));
        start("b");
        pass(Duration.ofMinutes(10));
        Map<String, Long> atLast = counted(loop.now().minus(Duration.ofMinutes(2)));
        assertThat(atLast.keySet()).containsExactlyInAnyOrder("a", "b", "c");
        // What b had begun when it died may have been begun again.
        Map<String, Set<Instant>> slots =
                evaluations.stream()
                        .filter(each -> each.at().isAfter(begin))
                        .collect(
                                Collectors.groupingBy(
                                        Evaluation::expression,
                                        Collectors.mapping(Evaluation::at, Collectors.toSet())));
        slots.forEach((expression, at) -> assertNoGap(expression, at.stream().sorted().toList()));
        assertThat(views("c")).allSatisfy(PlacementTest::assertWholeLedger);
    }

    private static void assertNoGap(String what, List<Instant> slots) {
        for (int i = 1; i < slots.size(); i++) {
            assertThat(slots.get(i)).as(what).isEqualTo(slots.get(i - 1).plus(INTERVAL));
        }
    }

    @Test
    void everyMemberAnswersForAll() {
        start("a");
        start("b");
        pass(Duration.ofMinutes(5));
        assertThat(views("b"))
                .allSatisfy(group ->
                        assertThat(group.rules())
                                .allSatisfy(rule -> assertThat(rule.health()).isEqualTo("ok")))
                .allSatisfy(PlacementTest::assertWholeLedger);
    }

    private static void assertWholeLedger(RuleGroupView group) {
        List<Tick> ticks = group.ticks();
        assertThat(ticks).isNotEmpty();
        assertNoGap(group.spec().name(), ticks.reversed().stream().map(Tick::slot).toList());
        assertThat(ticks)
                .allMatch(tick -> tick.kind() == Kind.IN_TIME || tick.kind() == Kind.CAUGHT_UP);
    }

    @Test
    void theSeriesOfAGroupThatMovesDoNotEnd() {
        start("a");
        pass(Duration.ofMinutes(3));
        start("b");
        pass(Duration.ofMinutes(10));
        assertThat(written).noneMatch(sample -> tocsin.promql.value.StaleMarker.is(sample.value()));
    }

    /// A rolling change of the rule files: a member is given groups that it does not have yet.
    @Test
    void aGroupThatItsOwnerDoesNotEvaluateIsTakenOver() {
        start("a");
        pass(Duration.ofMinutes(3));
        start("b", GROUPS / 2);
        Instant joined = loop.now();
        pass(Duration.ofMinutes(30));
        Map<String, Set<Instant>> slots =
                evaluations.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Evaluation::expression,
                                        Collectors.mapping(Evaluation::at, Collectors.toSet())));
        assertThat(slots).hasSize(2 * GROUPS);
        slots.forEach((expression, at) -> {
            assertNoGap(expression, at.stream().sorted().toList());
            Instant newest = at.stream().max(Comparator.naturalOrder()).orElseThrow();
            assertThat(newest).as(expression).isAfter(loop.now().minus(INTERVAL.multipliedBy(2)));
        });
        assertThat(counted(joined)).containsOnlyKeys("a", "b");
    }
}
