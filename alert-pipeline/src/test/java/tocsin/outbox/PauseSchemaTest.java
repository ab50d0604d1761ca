package tocsin.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

final class PauseSchemaTest {
    private static final Instant NOW = Instant.parse("2026-08-16T10:00:30.123Z");

    private final PauseSchema schema = new PauseSchema();

    @Test
    void whatIsWrittenIsRead() {
        var place = new Place("pager", "webhook", 3);
        var pause = new Pause(NOW, NOW.plusSeconds(17), true);
        assertThat(schema.keys().decode(schema.keys().encode(place))).isEqualTo(place);
        assertThat(schema.values().decode(schema.values().encode(pause))).isEqualTo(pause);
    }

    @Test
    void aPauseByAClockFarAheadIsShort() {
        var pause = new Pause(NOW, NOW.plus(Duration.ofDays(300)), false);
        assertThat(pause.end(NOW)).isEqualTo(NOW.plus(Pause.LONGEST));
    }
}
