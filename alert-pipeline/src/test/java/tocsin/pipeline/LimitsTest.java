package tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
