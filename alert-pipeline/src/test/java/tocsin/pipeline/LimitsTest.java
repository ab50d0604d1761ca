package tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What happens at the limits of alerts and groups: what is new is left out, what is known goes on.
class LimitsTest {
    private final World world = new World();

    @Test
    void newAlertsBeyondTheLimitAreLeftOutAndKnownOnesGoOn() {
        world.maxAlerts = 2;
        var a = world.start("a");
        var first =
                a.post(
                        world.firing("Down", "1"),
                        world.firing("Down", "2"),
                        world.firing("Down", "3"));
        world.advance(15);
        assertThat(first).isCompletedWithValue(1);
        var second =
                a.post(
                        world.resolved("Down", "1"),
                        world.firing("Down", "2"),
                        world.firing("Down", "4"));
        world.advance(30);
        assertThat(world.told)
                .containsExactly(
                        "10s pager, first notification: +1 +2",
                        "40s pager, some alerts resolved: -1 +2");
        assertThat(second).isCompletedWithValue(1);
        var known = a.post(world.firing("Down", "2"));
        world.advance(1);
        assertThat(known).isCompletedWithValue(0);
    }

    @Test
    void aNameThatIsFullLeavesRoomForOthersAndHasRoomAgainWhenOneEnds() {
        world.alertsPerName = 1;
        var a = world.start("a");
        a.post(world.firing("Down", "1"), world.firing("Down", "2"), world.firing("Slow", "1"));
        world.advance(15);
        a.post(world.resolved("Down", "1"));
        world.advance(1);
        a.post(world.firing("Down", "2"));
        world.advance(30);
        assertThat(world.told)
                .containsExactlyInAnyOrder(
                        "10s pager, first notification: +1",
                        "10s pager, first notification: +1",
                        "40s pager, new alerts added: -1 +2");
    }

    @Test
    void anAlertThatFindsNoGroupFindsOneWhenThereIsRoom() {
        world.maxGroups = 1;
        var a = world.start("a");
        a.post(world.firing("Down", "1"), world.firing("Slow", "2"));
        world.advance(15);
        a.post(world.resolved("Down", "1"));
        world.advance(90);
        assertThat(world.told)
                .containsExactly(
                        "10s pager, first notification: +1", "40s pager, all alerts resolved: -1");
        a.post(world.firing("Slow", "2"));
        world.advance(15);
        // At once, for it has waited longer than group_wait.
        assertThat(world.told).last().isEqualTo("105s pager, first notification: +2");
    }

    @Test
    void whatIsOverTheLimitOfAllIsCountedApartFromWhatIsOverThatOfItsName() {
        world.maxAlerts = 3;
        world.alertsPerName = 1;
        var a = world.start("a");
        a.post(
                world.firing("Down", "1"),
                world.firing("Down", "2"),
                world.firing("Down", "3"),
                world.firing("Slow", "1"),
                world.firing("Full", "1"),
                world.firing("Late", "1"));
        world.advance(1);
        assertThat(refused(a, "alertmanager_alerts_limited")).containsExactly("{} 2.0");
        assertThat(refused(a, "tocsin_alerts_limited")).containsExactly("{} 1.0");
    }

    @Test
    void byNameIsCountedWhatIsOverTheLimitOfItsNameWhenThatIsAskedFor() {
        world.namesInMetrics = true;
        world.alertsPerName = 1;
        var a = world.start("a");
        a.post(
                world.firing("Down", "1"),
                world.firing("Down", "2"),
                world.firing("Slow", "1"),
                world.firing("Slow", "2"),
                world.firing("Slow", "3"));
        world.advance(1);
        assertThat(refused(a, "alertmanager_alerts_limited"))
                .containsExactlyInAnyOrder("{alertname=\"Down\"} 1.0", "{alertname=\"Slow\"} 2.0");
    }

    @Test
    void namesThatAreCountedOneByOneHaveAnEnd() {
        world.namesInMetrics = true;
        world.alertsPerName = 1;
        var a = world.start("a");
        for (int i = 0; i < 1_002; i++) {
            a.post(world.firing("Down" + i, "1"), world.firing("Down" + i, "2"));
            world.advance(1);
        }
        assertThat(refused(a, "alertmanager_alerts_limited"))
                .hasSize(1_001)
                .contains("{alertname=\"Down999\"} 1.0", "{alertname=\"(others)\"} 2.0");
    }

    private static List<String> refused(World.Member member, String metric) {
        return member.metrics.scrape(metric::equals).stream()
                .map(CounterSnapshot.class::cast)
                .flatMap(counter -> counter.getDataPoints().stream())
                .map(point -> point.getLabels() + " " + point.getValue())
                .toList();
    }
}
