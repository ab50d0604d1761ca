package tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.inhibit.InhibitRule;
import tocsin.labels.FingerprintMap;
import tocsin.labels.Matcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What is left out early must be what would have been left out in the end.
class ViewsTest {
    private static final InhibitRule RULE =
            new InhibitRule(
                    "",
                    List.of(Matcher.equal("severity", "page")),
                    List.of(Matcher.equal("severity", "warn")),
                    List.of("instance"));

    private final World world = new World();

    private static List<StateFilter> allFilters() {
        var all = new ArrayList<StateFilter>();
        for (int bits = 0; bits < 16; bits++) {
            all.add(
                    new StateFilter(
                            (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0));
        }
        return all;
    }

    /// Upstream's rule, on a status that is known in full.
    private static Predicate<AlertView> upstreams(StateFilter filter) {
        return view -> {
            AlertStatus status = view.status();
            return (filter.active() || status.state() != AlertStatus.State.ACTIVE)
                    && (filter.silenced() || status.silencedBy().isEmpty())
                    && (filter.inhibited() || status.inhibitedBy().isEmpty())
                    && (filter.muted() || status.mutedBy().isEmpty());
        };
    }

    private World.Member inAllStates(PipelineConfig config) {
        var member = world.start("a", config);
        member.silence(Duration.ofHours(1), Matcher.equal("quiet", "1"));
        member.post(
                world.firing("Down", "1", "severity", "page"),
                world.firing("High", "1", "severity", "warn"),
                world.firing("High", "1", "severity", "warn", "quiet", "1"),
                world.firing("High", "2", "severity", "warn", "quiet", "1"),
                world.firing("High", "3", "severity", "warn"));
        world.advance(1);
        return member;
    }

    @Test
    void alertsOfTheStatesAskedForAreThoseThatUpstreamShows() {
        Views views = inAllStates(world.config(World.groupedByName(), RULE)).pipeline.views();
        List<AlertView> all = views.of(views.firing(), StateFilter.ALL);
        assertThat(all.stream().map(view -> view.status().state()).distinct()).hasSize(2);
        for (StateFilter filter : allFilters()) {
            assertThat(views.of(views.firing(), filter))
                    .as(filter.toString())
                    .isEqualTo(all.stream().filter(upstreams(filter)).toList());
        }
    }

    @Test
    void soAreThoseOfAGroupThatATimeIntervalMutes() {
        Views views = inAllStates(world.config(World.groupedByName(), RULE)).pipeline.views();
        List<Views.GroupStand> stands = views.groups(_ -> true);
        FingerprintMap<List<String>> holders = Views.holders(stands);
        for (List<String> mutedBy : List.of(List.<String>of(), List.of("nights"))) {
            for (Views.GroupStand open : stands) {
                var stand = new Views.GroupStand(open.group(), mutedBy);
                List<AlertView> all = views.of(stand, holders, StateFilter.ALL).alerts();
                assertThat(all).isNotEmpty();
                assertThat(all).allMatch(view -> view.status().mutedBy().equals(mutedBy));
                for (StateFilter filter : allFilters()) {
                    assertThat(views.of(stand, holders, filter).alerts())
                            .as("%s, muted by %s", filter, mutedBy)
                            .isEqualTo(all.stream().filter(upstreams(filter)).toList());
                }
            }
        }
    }

    @Test
    void alertsAreFoundByWhoReceivesThem() {
        Views views = inAllStates(world.config(World.groupedByName(), RULE)).pipeline.views();
        List<Alert> all = views.firing();
        assertThat(views.receivedBy(all, Set.of("pager"))).isEqualTo(all);
        assertThat(views.receivedBy(all, Set.of("chat"))).isEmpty();
    }
}
