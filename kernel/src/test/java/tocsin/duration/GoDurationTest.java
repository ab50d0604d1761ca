package tocsin.duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "120h, PT120H",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M",
        "200ms, PT0.2S",
        "0, PT0S",
        "-5s, PT-5S",
        "1us, PT0.000001S",
        "1h0m0.5s, PT1H0.5S"
    })
    void isReadAsGoReadsIt(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
    }

    @Test
    void whatIsNoneIsRefusedInGosWords() {
        assertThatThrownBy(() -> GoDuration.parse("5d"))
                .hasMessage("time: unknown unit \"d\" in duration \"5d\"");
        assertThatThrownBy(() -> GoDuration.parse("5"))
                .hasMessage("time: missing unit in duration \"5\"");
        assertThatThrownBy(() -> GoDuration.parse("")).hasMessage("time: invalid duration \"\"");
        assertThatThrownBy(() -> GoDuration.parse("1.2.3s")).hasMessageContaining("invalid");
        assertThatThrownBy(() -> GoDuration.parse("9999999999h")).hasMessageContaining("invalid");
    }
}
