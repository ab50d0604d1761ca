package tocsin.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

final class HorizonTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MINUTE = Horizon.minuteOf(START);

    private final Horizon horizon = new Horizon(MINUTE, 0);

    private boolean advance(Duration wall, Duration lived) {
        return horizon.advance(START.plus(wall), lived.toNanos());
    }

    @Test
    void itFollowsTheWallClockByTheMinute() {
        assertThat(advance(Duration.ofSeconds(59), Duration.ofSeconds(59))).isFalse();
        assertThat(advance(Duration.ofSeconds(60), Duration.ofSeconds(60))).isTrue();
        assertThat(horizon.minute()).isEqualTo(MINUTE + 1);
    }

    @Test
    void aSmallJumpAheadIsBelieved() {
        assertThat(advance(Duration.ofMinutes(5), Duration.ofSeconds(1))).isTrue();
        assertThat(horizon.minute()).isEqualTo(MINUTE + 5);
        assertThat(horizon.isHeldBack()).isFalse();
    }

    @Test
    void aLeapAheadIsNotAndTimeGoesOnAtItsOwnPace() {
        advance(Duration.ofHours(5), Duration.ofSeconds(1));
        assertThat(horizon.minute()).isEqualTo(MINUTE);
        assertThat(horizon.isHeldBack()).isTrue();
        advance(Duration.ofHours(5).plusMinutes(10), Duration.ofMinutes(10));
        assertThat(horizon.minute()).isEqualTo(MINUTE + 10);
        advance(Duration.ofHours(5).plusMinutes(59), Duration.ofMinutes(59));
        assertThat(horizon.minute()).isEqualTo(MINUTE + 59);
    }

    @Test
    void aClockThatStaysAheadForAnHourIsRight() {
        advance(Duration.ofHours(5), Duration.ofSeconds(1));
        advance(Duration.ofHours(6).plusMinutes(1), Duration.ofMinutes(61));
        assertThat(horizon.minute()).isEqualTo(MINUTE + 361);
        assertThat(horizon.isHeldBack()).isFalse();
    }

    @Test
    void aClockThatIsMendedAgainEndsTheWait() {
        advance(Duration.ofHours(5), Duration.ofSeconds(1));
        advance(Duration.ofMinutes(2), Duration.ofMinutes(2));
        assertThat(horizon.isHeldBack()).isFalse();
        assertThat(horizon.minute()).isEqualTo(MINUTE + 2);
    }

    @Test
    void aClockThatJumpsBackIsFollowedAtOnce() {
        advance(Duration.ofHours(-3), Duration.ofSeconds(1));
        assertThat(horizon.minute()).isEqualTo(MINUTE - 180);
    }

    @Test
    void whatEndsWithinAMinuteIsOverByItsEnd() {
        assertThat(Horizon.overBy(START)).isEqualTo(MINUTE);
        assertThat(Horizon.overBy(START.plusNanos(1))).isEqualTo(MINUTE + 1);
        assertThat(Horizon.overBy(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    }
}
