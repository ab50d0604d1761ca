package tocsin.duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "30s, PT30S",
        "1h30m, PT1H30M",
        "1d, PT24H",
        "2w, PT336H",
        "1y, PT8760H",
        "5m30s500ms, PT5M30.5S",
        "90m, PT1H30M"
    })
    void durationsAreRead(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "m", "1m1h", "1m1m", "-1m", "1.5h", "1 m", "1M", "10ss"})
    void whatIsNoDurationIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .hasMessage("not a valid duration string: \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"300y", "99999999999999999999w"})
    void whatDoesNotFitIsOutOfRange(String text) {
        assertThatThrownBy(() -> DurationText.parse(text)).hasMessage("duration out of range");
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H30M, 1h30m",
        "PT25H, 25h",
        "PT48H, 2d",
        "PT168H, 1w",
        "PT0S, 0s",
        "PT0.05S, 50ms"
    })
    void durationsAreWritten(Duration duration, String text) {
        assertThat(DurationText.format(duration)).isEqualTo(text);
    }

    @Property
    void whatIsWrittenReadsBack(@ForAll @LongRange(min = 0, max = 9_000_000_000_000L) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
    }
}
