package tocsin.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.simulation.Detection.Figures;

final class DetectionTest {
    @Test
    void tenAndSixtyMembersSayAboutTheSameAndMissTheDeadInTime() {
        Figures ten = Detection.measure(10, 3);
        assertFair(ten);
        assertThat(ten.killed().getLast()).isLessThan(3_000);
        Figures sixty = Detection.measure(60, 1);
        assertFair(sixty);
        assertThat(sixty.killed().getLast()).isLessThan(4_500);
        assertThat(sixty.packets()).isLessThan(1.3 * ten.packets());
    }

    /// Minutes long: `-Dtocsin.swim.large=true`.
    @ParameterizedTest
    @ValueSource(ints = {300, 1_000})
    @EnabledIfSystemProperty(named = "tocsin.swim.large", matches = "true")
    void inALargeMeshEachSaysAsMuchAsInASmallOne(int members) {
        Figures large = Detection.measure(members, 1);
        assertFair(large);
        assertThat(large.killed().getLast()).isLessThan(8_000);
        assertThat(large.packets()).isLessThan(1.3 * Detection.measure(10, 3).packets());
    }

    private static void assertFair(Figures figures) {
        assertThat(figures.accusations()).isZero();
        assertThat(figures.falselyMissed()).isZero();
        assertThat(figures.packets()).isPositive();
    }
}
