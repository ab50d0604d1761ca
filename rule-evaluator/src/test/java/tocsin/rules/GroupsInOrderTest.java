package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.SampleSink.Sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Groups that read what others record, and rules of a group that run beside one another.
class GroupsInOrderTest {
    private final World world = new World();

    private List<String> told(Consumer<Ticks> then) {
        var ticks = new Ticks(world.loop);
        Slots slots = Slots.of("f", "g", Duration.ofSeconds(30));
        ticks.begins("g", slots, slots.atOrBefore(world.loop.now()));
        var told = new ArrayList<String>();
        ticks.await(
                List.of("g", "unknown"),
                world.loop.now(),
                Duration.ofSeconds(5),
                late -> told.add("on " + late));
        then.accept(ticks);
        world.loop.settle();
        return told;
    }

    @Test
    void aGroupGoesOnWhenItsInputsAreThere() {
        Slots slots = Slots.of("f", "g", Duration.ofSeconds(30));
        assertThat(told(_ -> {})).isEmpty();
        assertThat(told(ticks -> ticks.done("g", slots.atOrBefore(world.loop.now()))))
                .containsExactly("on []");
        assertThat(told(ticks -> ticks.ends("g"))).containsExactly("on []");
    }

    @Test
    void aGroupGoesOnAfterAWhileWithoutThem() {
        assertThat(told(_ -> world.loop.advance(Duration.ofSeconds(4)))).isEmpty();
        assertThat(told(_ -> world.loop.advance(Duration.ofSeconds(5)))).containsExactly("on [g]");
    }

    @Test
    void independentRulesAreEvaluatedAtTheSameTimeAndOthersInTurn() {
        world.slow = true;
        for (String each : List.of("x", "y", "z", "a")) {
            world.result(each, Labels.of("l", each), 1);
        }
        world.run(
                """
                groups:
                - name: g
                  interval: 10m
                  rules:
                  - {record: a, expr: x}
                  - {record: b, expr: y}
                  - {record: c, expr: z}
                  - {record: d, expr: a}
                """);
        while (world.evaluated.isEmpty()) {
            world.loop.advance(Duration.ofSeconds(1));
        }
        assertThat(world.evaluated).hasSize(3);
        world.loop.advance(Duration.ofSeconds(60));
        Map<String, List<String>> seen =
                Map.of(
                        "written",
                        world.written.stream()
                                .map(Sample::labels)
                                .map(labels -> labels.get("__name__"))
                                .toList());
        assertThat(seen.get("written")).containsExactlyInAnyOrder("a", "b", "c");
        world.loop.advance(Duration.ofSeconds(60));
        assertThat(world.evaluated).hasSize(4).last().asString().startsWith("a ");
    }

    @Test
    void aReloadDuringAnEvaluationWaitsForItsEnd() {
        world.slow = true;
        world.result("x", Labels.of("l", "1"), 1);
        String group = "groups: [{name: g, interval: 5m, rules: [{record: a, expr: x}%s]}]";
        world.run(group.formatted(""));
        while (world.evaluated.isEmpty()) {
            world.loop.advance(Duration.ofSeconds(1));
        }
        world.nothing("x");
        world.run(group.formatted(", {record: b, expr: y}"));
        world.loop.advance(Duration.ofMinutes(12));
        assertThat(world.written)
                .as("what the old run wrote is known to the new one, which marks it stale")
                .anyMatch(sample -> StaleMarker.is(sample.value()));
    }

    @Test
    void aShiftOfLinesChangesNoGroup() {
        world.result("x", Labels.of("l", "1"), 1);
        world.run("groups: [{name: g, rules: [{record: a, expr: x}]}]");
        RuleGroupView before = world.groups().getFirst();
        world.run("\n\n\ngroups: [{name: g, rules: [{record: a, expr: x}]}]");
        assertThat(world.groups().getFirst().spec()).isSameAs(before.spec());
    }
}
