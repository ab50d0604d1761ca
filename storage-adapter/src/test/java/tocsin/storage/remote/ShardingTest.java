package tocsin.storage.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// One step is ten seconds.
class ShardingTest {
    private static void step(Sharding of, int in, int out, double seconds) {
        of.arrived(in);
        of.sent(out, Duration.ofNanos((long) (seconds * 1e9)));
    }

    @Test
    void asManyAsAreBusyAllTheTime() {
        var sharding = new Sharding(1, 50);
        step(sharding, 10_000, 10_000, 45);
        // 4.5 ms of sending for each sample, a thousand of them a second.
        assertThat(sharding.update(1, 0)).isEqualTo(5);
        assertThat(sharding.desired()).isEqualTo(4.5);
    }

    @Test
    void aBacklogAsksForMoreAndKeepsWhatThereIs() {
        var sharding = new Sharding(1, 50);
        step(sharding, 10_000, 10_000, 10);
        assertThat(sharding.update(1, 40_000)).isEqualTo(3);
        step(sharding, 10_000, 10_000, 10);
        assertThat(sharding.update(8, 40_000)).as("behind").isEqualTo(8);
        step(sharding, 10_000, 10_000, 10);
        assertThat(sharding.update(8, 0)).isEqualTo(1);
    }

    @Test
    void boundsHoldAndSmallChangesAreNotMade() {
        var sharding = new Sharding(2, 4);
        step(sharding, 10_000, 10_000, 900);
        assertThat(sharding.update(2, 0)).isEqualTo(4);
        assertThat(sharding.desired()).isEqualTo(90);
        var idle = new Sharding(2, 4);
        step(idle, 10, 10, 0.01);
        assertThat(idle.update(3, 0)).isEqualTo(2);
        var near = new Sharding(1, 50);
        step(near, 10_000, 10_000, 75);
        assertThat(near.update(6, 0)).isEqualTo(6);
    }

    @Test
    void aTargetThatTakesNothingChangesNothing() {
        var sharding = new Sharding(1, 50);
        sharding.arrived(10_000);
        assertThat(sharding.update(3, 1_000_000)).isEqualTo(3);
        step(sharding, 10_000, 10_000, 40);
        assertThat(sharding.update(3, 0)).isNotEqualTo(3);
        sharding.arrived(10_000);
        assertThat(sharding.update(3, 1_000_000)).as("down again").isEqualTo(3);
    }
}
