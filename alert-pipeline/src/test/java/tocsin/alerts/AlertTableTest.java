package tocsin.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.labels.Labels;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

final class AlertTableTest {
    private static Tracked alert(int number) {
        return new Tracked(
                new Alert(
                        Labels.of("alertname", "A" + number),
                        Labels.EMPTY,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "",
                        false));
    }

    @Test
    void holdsWhatAMapWouldHoldWhateverIsAddedAndRemoved() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            int distinct = 1 + random.nextInt(300);
            var table = new AlertTable();
            Map<Long, Tracked> map = new HashMap<>();
            for (int step = 0; step < 2_000; step++) {
                Tracked alert = alert(random.nextInt(distinct));
                if (random.nextInt(10) < (step < 1_000 ? 6 : 3)) {
                    assertThat(table.put(alert)).isSameAs(map.put(alert.bits(), alert));
                } else {
                    assertThat(table.remove(alert.alert().fingerprint()))
                            .isSameAs(map.remove(alert.bits()));
                }
                assertThat(table.size()).isEqualTo(map.size());
            }
            Set<Tracked> all = new HashSet<>();
            table.forEach(all::add);
            assertThat(all).isEqualTo(new HashSet<>(map.values()));
            for (int i = 0; i < distinct; i++) {
                assertThat(table.get(alert(i).bits())).isSameAs(map.get(alert(i).bits()));
            }
        }
    }
}
