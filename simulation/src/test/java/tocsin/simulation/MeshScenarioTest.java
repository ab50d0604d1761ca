package tocsin.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

final class MeshScenarioTest {
    private static final long SEEDS = Long.getLong("tocsin.seeds", 150);

    @Test
    void nothingAcknowledgedIsLostAndAllAgree() {
        var verdicts = LongStream.range(0, SEEDS).parallel().mapToObj(MeshScenario::run).toList();
        assertThat(verdicts.stream().filter(verdict -> verdict.problem() != null)).isEmpty();
        assertThat(verdicts.stream().mapToLong(MeshScenario.Verdict::acknowledged).sum())
                .isGreaterThan(50 * SEEDS);
    }

    @Test
    void aSeedTellsTheSameStoryTwice() {
        assertThat(MeshScenario.run(7)).isEqualTo(MeshScenario.run(7));
    }
}
