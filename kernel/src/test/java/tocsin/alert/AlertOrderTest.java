package tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

final class AlertOrderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Alert alert(String... labels) {
        return new Alert(Labels.of(labels), Labels.EMPTY, NOW, NOW, NOW, "", false);
    }

    /// In order: an alert without the label comes after those that have it.
    private static final List<Alert> ORDER =
            List.of(
                    alert("job", "a", "instance", "1"),
                    alert("job", "a", "instance", "1", "z", "1"),
                    alert("job", "a", "instance", "2"),
                    alert("job", "a"),
                    alert("job", "a", "z", "1"),
                    alert("job", "b", "instance", "1"),
                    alert("instance", "0"),
                    alert("a", "1"),
                    alert("a", "2"));

    @Test
    void alertsAreSortedAsTheirComparatorHasIt() {
        for (int seed = 0; seed < 50; seed++) {
            var shuffled = new ArrayList<>(ORDER);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(AlertOrder.sorted(shuffled)).isEqualTo(ORDER);
            shuffled.sort(AlertOrder.UPSTREAM);
            assertThat(shuffled).isEqualTo(ORDER);
        }
    }
}
