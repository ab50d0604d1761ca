package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;

import java.time.Duration;
import java.time.Instant;

class SlotsTest {
    @Test
    void theHashIsUpstreams() {
        assertThat(Long.toHexString(Slots.hash(Labels.EMPTY))).isEqualTo("ef46db3751d8e999");
        assertThat(Long.toHexString(Slots.hash(Labels.of("__name__", "up"))))
                .isEqualTo("ecd75f13400abdf5");
    }

    @Test
    void aGroupIsEvaluatedWhenPrometheusWould() {
        Slots slots = Slots.of("/etc/prometheus/rules.yml", "example", Duration.ofMinutes(1));
        assertThat(slots.offsetNanos()).isEqualTo(29_682_445_398L);
        assertThat(slots.atOrBefore(Instant.ofEpochSecond(1_700_000_000L)))
                .isEqualTo(Instant.ofEpochSecond(1_699_999_949L, 682_445_398L));
    }
}
