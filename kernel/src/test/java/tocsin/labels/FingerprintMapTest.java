package tocsin.labels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

final class FingerprintMapTest {
    @Test
    void holdsWhatAMapWouldHoldWhateverIsAddedAndRemoved() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            int distinct = 1 + random.nextInt(300);
            var table = new FingerprintMap<String>();
            Map<Long, String> map = new HashMap<>();
            for (int step = 0; step < 2_000; step++) {
                long key = random.nextInt(distinct) - 1L;
                if (random.nextInt(10) < (step < 1_000 ? 6 : 3)) {
                    table.put(key, "v" + step);
                    map.put(key, "v" + step);
                } else {
                    table.remove(key);
                    map.remove(key);
                }
                assertThat(table.size()).isEqualTo(map.size());
            }
            for (long key = -2; key <= distinct; key++) {
                assertThat(table.get(key)).isEqualTo(map.get(key));
            }
        }
    }
}
