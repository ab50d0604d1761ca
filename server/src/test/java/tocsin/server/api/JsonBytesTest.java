package tocsin.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

class JsonBytesTest {
    private interface Writing {
        void write(JsonBytes json) throws IOException;
    }

    private static String written(Writing writing) throws IOException {
        var out = new ByteArrayOutputStream();
        var json = new JsonBytes(out);
        writing.write(json);
        json.flush();
        return out.toString(UTF_8);
    }

    @Test
    void stringsAreEscapedAsGoEscapesThem() throws IOException {
        assertThat(
                        written(json ->
                                json.string("a\"\\/\b\f\n\r\t\u0001\u001f\u007f<&>\u2028\u2029")))
                .isEqualTo("\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f<&>\\u2028\\u2029\"");
        assertThat(written(json -> json.string("é€\uD83D\uDD14"))).isEqualTo("\"é€\uD83D\uDD14\"");
        assertThat(written(json -> json.string("a\uD83Db"))).isEqualTo("\"a\ufffdb\"");
    }

    /// Wherever the buffer ends, no character is cut, and nothing is lost.
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0001", "é", "€", "\uD83D\uDD14"})
    void textsLongerThanTheBufferAreWhole(String character) throws IOException {
        for (int before = 0; before < 3; before++) {
            String text = "y".repeat(before) + character.repeat(40_000);
            String json = written(writer -> writer.string(text));
            assertThat(new ObjectMapper().readValue(json, String.class)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05.678Z",
        "2026-12-31T23:59:59.999Z",
        "1969-12-31T23:59:59.999999999Z",
        "0001-01-01T00:00:00Z",
        "0000-02-29T00:00:00.010Z",
        "9999-12-31T23:59:59Z",
        "+12345-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z"
    })
    void timesAreThoseOfTheApi(Instant time) throws IOException {
        String expected = "\"" + Timestamps.format(time) + "\"";
        Instant nextDay = time.plusSeconds(86_400);
        assertThat(
                        written(json -> {
                            json.time(time);
                            json.time(nextDay);
                            json.time(time);
                        }))
                .isEqualTo(expected + "\"" + Timestamps.format(nextDay) + "\"" + expected);
    }

    @Test
    void aFingerprintHasSixteenDigits() throws IOException {
        assertThat(written(json -> json.hex(0x00ab_cdef_0123_4567L))).isEqualTo("00abcdef01234567");
        assertThat(written(json -> json.hex(-1))).isEqualTo("ffffffffffffffff");
    }
}
