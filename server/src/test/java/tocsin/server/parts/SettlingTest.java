package tocsin.server.parts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class SettlingTest {
    private final Settling settling = new Settling(Duration.ofSeconds(5), Duration.ofMinutes(1));

    @Test
    void twoThatStartTogetherWaitForTheThirdThoughTheyAgree() {
        assertThat(isOver(300, 2, 1, true)).isFalse();
        assertThat(isOver(900, 2, 2, false)).as("the third is there, and knows more").isFalse();
        assertThat(isOver(1_000, 2, 2, true)).isTrue();
    }

    @Test
    void aMemberThatIsGoneHoldsNobodyUpForLong() {
        assertThat(isOver(4_999, 2, 1, true)).isFalse();
        assertThat(isOver(5_000, 2, 1, true)).isTrue();
        assertThat(isOver(5_000, 2, 0, false)).isTrue();
    }

    @Test
    void moreThanWereNamedMayBeThere() {
        assertThat(isOver(100, 1, 4, true)).isTrue();
        assertThat(isOver(100, 1, 4, false)).isFalse();
    }

    @Test
    void whoCannotBeReconciledIsWaitedForUntilTheLimit() {
        assertThat(isOver(59_999, 2, 2, false)).isFalse();
        assertThat(isOver(60_000, 2, 2, false)).isTrue();
        assertThat(isOver(0, 2, 0, false)).isFalse();
    }

    private boolean isOver(long millis, int named, int inSight, boolean inStep) {
        return settling.isOver(Duration.ofMillis(millis), named, inSight, inStep);
    }
}
