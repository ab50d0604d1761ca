package tocsin.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StampTest {
    @Test
    void stampsAreOrderedByTimeThenCounterThenMember() {
        Stamp early = Stamp.of(1_000, 7, "b");
        assertThat(early).isLessThan(Stamp.of(1_001, 0, "a"));
        assertThat(early).isLessThan(Stamp.of(1_000, 8, "a"));
        assertThat(early).isGreaterThan(Stamp.of(1_000, 7, "a"));
        assertThat(early.millis()).isEqualTo(1_000);
        assertThat(early.counter()).isEqualTo(7);
    }
}
