package tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.history.Event;
import tocsin.inhibit.InhibitRule;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.routing.RouteSpec;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

final class AlertPipelineTest {
    private final World world = new World();

    @Test
    void aGroupWaitsGathersAndIsToldOnceWithEverythingInIt() {
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(4);
        a.post(world.firing("Down", "2"));
        world.advance(5);
        assertThat(world.told).isEmpty();
        world.advance(1);
        assertThat(world.told).containsExactly("10s pager, first notification: +1 +2");
        world.advance(100);
        assertThat(world.told).hasSize(1);
    }

    @Test
    void whatIsNewIsToldAtTheNextIntervalAndWhatIsOldAtTheRepeat() {
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(15);
        a.post(world.firing("Down", "2"));
        world.advance(30);
        for (int i = 0; i < 5; i++) {
            a.post(world.firing("Down", "1"), world.firing("Down", "2"));
            world.advance(30);
        }
        assertThat(world.told)
                .containsExactly(
                        "10s pager, first notification: +1",
                        "40s pager, new alerts added: +1 +2",
                        "190s pager, repeat interval elapsed: +1 +2");
    }

    @Test
    void anEndIsToldAndTheNextBeginningIsAFirst() {
        var a = world.start("a");
        a.post(world.firing("Down", "1"), world.firing("Down", "2"));
        world.advance(15);
        a.post(world.resolved("Down", "1"));
        world.advance(30);
        a.post(world.resolved("Down", "2"));
        world.advance(60);
        a.post(world.firing("Down", "1"));
        world.advance(11);
        assertThat(world.told)
                .containsExactly(
                        "10s pager, first notification: +1 +2",
                        "40s pager, some alerts resolved: -1 +2",
                        "70s pager, all alerts resolved: -2",
                        "115s pager, first notification: +1");
        assertThat(a.pipeline.views().groups(_ -> true, _ -> true)).hasSize(1);
    }

    @Test
    void anAlertThatIsNotHeardOfAgainEndsByItself() {
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(400);
        assertThat(world.told)
                .containsExactly(
                        "10s pager, first notification: +1",
                        "160s pager, repeat interval elapsed: +1",
                        "310s pager, all alerts resolved: -1");
    }

    @Test
    void aSilenceMutesUntilItIsEnded() {
        var a = world.start("a");
        String id = a.silence(Duration.ofHours(1), Matcher.equal("instance", "1"));
        a.post(world.firing("Down", "1"), world.firing("Down", "2"));
        world.advance(20);
        a.pipeline.silences().expire(id);
        world.advance(30);
        assertThat(world.told)
                .containsExactly(
                        "11s pager, first notification: +2", "41s pager, new alerts added: +1 +2");
    }

    @Test
    void aSourceMutesItsTargetsWhileItFires() {
        var rule =
                new InhibitRule(
                        "",
                        List.of(Matcher.equal("severity", "page")),
                        List.of(Matcher.equal("severity", "warn")),
                        List.of("instance"));
        var a = world.start("a", world.config(World.groupedByName(), rule));
        a.post(world.firing("High", "1", "severity", "warn"));
        a.post(world.firing("Down", "1", "severity", "page"));
        world.advance(12);
        assertThat(world.told).containsExactly("10s pager, first notification: +1");
        assertThat(a.pipeline.views().alerts(labels -> labels.get("severity").equals("warn")))
                .allMatch(view -> view.status().inhibitedBy().size() == 1);
        a.post(world.resolved("Down", "1", "severity", "page"));
        world.advance(30);
        assertThat(world.told)
                .containsExactlyInAnyOrder(
                        "10s pager, first notification: +1",
                        "40s pager, all alerts resolved: -1",
                        "40s pager, first notification: +1");
    }

    @Test
    void aBusyReceiverIsTriedAgainAndARefusalWaitsForTheNextFlush() {
        var a = world.start("a");
        world.answer = _ -> new Delivery.TryLater(Duration.ZERO, Reason.SERVER_ERROR, "503");
        a.post(world.firing("Down", "1"));
        world.advance(11);
        world.answer = _ -> new Delivery.Refused(Reason.CLIENT_ERROR, "400");
        world.advance(3);
        int tries = world.told.size();
        assertThat(tries).isGreaterThanOrEqualTo(3);
        world.answer = _ -> new Delivery.Delivered(Map.of(), "ok");
        world.advance(20);
        assertThat(world.told).hasSize(tries);
        world.advance(10);
        assertThat(world.told.getLast()).isEqualTo("40s pager, first notification: +1");
        assertThat(
                        a.pipeline.history().find(_ -> true, 100).stream()
                                .map(event -> event.kind().word())
                                .toList())
                .contains("received", "grouped", "retried", "failed", "delivered");
    }

    @Test
    void aReloadKeepsTimersOfRoutesThatStay() {
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(8);
        a.pipeline.use(world.config(World.groupedByName()));
        world.advance(30);
        a.pipeline.use(world.config(World.groupedByName()));
        world.advance(60);
        assertThat(world.told).containsExactly("10s pager, first notification: +1");
    }

    @Test
    void aSilencedEndIsToldWhereAnIncidentWouldStayOpen() {
        world.closesIncidents = true;
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(15);
        a.silence(Duration.ofHours(1), Matcher.equal("instance", "1"));
        a.post(world.resolved("Down", "1"));
        world.advance(60);
        assertThat(world.told)
                .containsExactly(
                        "10s pager, first notification: +1", "40s pager, all alerts resolved: -1");
    }

    @Test
    void thatASilencedEndIsToldIsSaidBeforeAndAfter() {
        world.closesIncidents = true;
        var a = world.start("a");
        Alert down = world.firing("Down", "1");
        a.post(down);
        world.advance(15);
        String id = a.silence(Duration.ofHours(1), Matcher.equal("instance", "1"));
        a.post(world.resolved("Down", "1"));
        assertThat(why(a, down))
                .startsWith("the end is told when its group is looked at next, at 2026-01-01T")
                .endsWith(", so that no incident stays open, in spite of being silenced by " + id);
        world.advance(60);
        assertThat(why(a, down)).startsWith("the end was told at 2026-01-01T00:00:40");
        assertThat(delivered(a))
                .containsExactly(
                        "ok",
                        "ok; the end is told, so that no incident stays open, in spite of being"
                                + " silenced by "
                                + id);
    }

    private static List<String> delivered(World.Member member) {
        return member
                .pipeline
                .history()
                .find(event -> event.kind() == Event.Kind.DELIVERED, 100)
                .stream()
                .sorted(Comparator.comparing(Event::at))
                .map(Event::detail)
                .toList();
    }

    @Test
    void aSilencedEndIsNotToldInAChatNorLaterWhenTheSilenceIsOver() {
        var a = world.start("a");
        Alert down = world.firing("Down", "1");
        a.post(down, world.firing("Down", "2"));
        world.advance(15);
        String id = a.silence(Duration.ofHours(1), Matcher.equal("instance", "1"));
        a.post(world.resolved("Down", "1"));
        world.advance(60);
        assertThat(why(a, down)).isEqualTo("the end is not told: silenced by " + id);
        a.pipeline.silences().expire(id);
        world.advance(60);
        assertThat(why(a, down))
                .isEqualTo("the end was not told: it was muted when its group was looked at");
        a.pipeline.use(world.config(World.groupedByName()));
        world.advance(60);
        a.post(world.resolved("Down", "2"));
        world.advance(60);
        a.pipeline.use(world.config(World.groupedByName()));
        world.advance(300);
        assertThat(world.told.stream().filter(told -> told.contains("-1"))).isEmpty();
        assertThat(world.told).last().asString().endsWith("all alerts resolved: -2");
    }

    @Test
    void anEndIsToldWhenItsRouteIsThereAgain() {
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(15);
        a.pipeline.use(world.config(World.groupedByName(RouteSpec.to("chat"))));
        a.post(world.resolved("Down", "1"));
        world.advance(60);
        a.pipeline.use(world.config(World.groupedByName()));
        world.advance(60);
        assertThat(world.told).last().asString().endsWith("pager, all alerts resolved: -1");
    }

    @Test
    void anAlertShowsWhereItStands() {
        var a = world.start("a");
        String id = a.silence(Duration.ofHours(1), Matcher.equal("instance", "2"));
        a.post(world.firing("Down", "1"), world.firing("Down", "2"));
        var views = a.pipeline.views().alerts(_ -> true);
        assertThat(views).hasSize(2);
        assertThat(views.stream().map(view -> view.status().silencedBy()))
                .containsExactlyInAnyOrder(List.of(), List.of(id));
        var groups = a.pipeline.views().groups(_ -> true, _ -> true);
        assertThat(groups.getFirst().key()).isEqualTo("{}:{alertname=\"Down\"}");
        assertThat(groups.getFirst().labels()).isEqualTo(Labels.of("alertname", "Down"));
    }

    @Test
    void whoAsksWhyIsToldWhy() {
        var a = world.start("a");
        Alert down = world.firing("Down", "1");
        a.post(down);
        assertThat(why(a, down)).startsWith("not told yet: its group is looked at next at ");
        world.advance(15);
        assertThat(why(a, down))
                .startsWith("told as firing at 2026-01-01T00:00:10")
                .contains("by a");
        String id = a.silence(Duration.ofHours(1), Matcher.equal("instance", "1"));
        assertThat(why(a, down)).endsWith("not told again: silenced by " + id);
        a.post(world.resolved("Down", "1"));
        assertThat(why(a, down)).isEqualTo("the end is not told: silenced by " + id);
        a.pipeline.silences().expire(id);
        world.advance(30);
        assertThat(why(a, down)).startsWith("the end was told at 2026-01-01T00:00:40");
    }

    private static String why(World.Member member, Alert alert) {
        return member.pipeline
                .explain(alert.fingerprint())
                .orElseThrow()
                .ways()
                .getFirst()
                .ears()
                .getFirst()
                .why();
    }

    @Test
    void anEndThatNobodySpokeOfIsToldApart() {
        var a = world.start("a");
        Alert silent = world.firing("Down", "1");
        a.post(silent);
        world.advance(400);
        assertThat(a.pipeline.explain(silent.fingerprint()).orElseThrow().state())
                .isEqualTo("expired");
        assertThat(a.pipeline.history().find(event -> event.kind() == Event.Kind.EXPIRED, 9))
                .hasSize(1);
        a.post(world.firing("Down", "2"));
        Alert ended = world.resolved("Down", "2");
        a.post(ended);
        assertThat(a.pipeline.explain(ended.fingerprint()).orElseThrow().state())
                .isEqualTo("resolved");
    }
}
