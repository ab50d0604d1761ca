package tocsin.storage.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.storage.otlp.OtlpMetric.Kind;

import java.time.Duration;
import java.util.Set;

class OtlpNamesTest {
    private static OtlpNames names(boolean escapes, boolean suffixes, boolean underscores) {
        return new OtlpNames(
                new OtlpTranslation(
                        escapes,
                        suffixes,
                        false,
                        Set.of(),
                        false,
                        false,
                        false,
                        underscores,
                        underscores,
                        Duration.ofMinutes(5)));
    }

    private static OtlpMetric metric(String name, String unit, String kind) {
        boolean counter = kind.equals("COUNTER");
        Kind of = counter ? Kind.SUM : Kind.valueOf(kind);
        return new OtlpMetric(name, "", unit, of, counter, 2, 0, 0);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    @ParameterizedTest
    @CsvSource({
        "system.io,By,COUNTER,system_io_bytes_total",
        "redis.commands.processed,'{commands}',COUNTER,redis_commands_processed_total",
        "lost+found,1,GAUGE,lost_found_ratio",
        "requests,1,COUNTER,requests_total",
        "total.requests,1,COUNTER,requests_total",
        "system.network.dropped,'{packets}',COUNTER,system_network_dropped_total",
        "http.server.duration,ms,HISTOGRAM,http_server_duration_milliseconds",
        "http.server.duration.milliseconds,ms,HISTOGRAM,http_server_duration_milliseconds",
        "disk.rate,By/s,GAUGE,disk_rate_bytes_per_second",
        "disk.rate,By/m,SUM,disk_rate_bytes_per_minute",
        "speed,km/h,GAUGE,speed_km_per_hour",
        "per.thing,'1/{thing}',GAUGE,per_thing",
        "3.14 digits,s,GAUGE,_3_14_digits_seconds",
        "a__b,'',GAUGE,a_b",
        "_lead.ing_,'',GAUGE,lead_ing",
        "temperature,Cel,GAUGE,temperature_celsius",
        "strange,weird-unit,GAUGE,strange_weird_unit",
        "fraction,%,GAUGE,fraction_percent",
        "foo:bar,'',SUMMARY,foo:bar",
    })
    void namesAreEscapedAndEndWithTheirUnit(String name, String unit, String kind, String made)
            throws Exception {
        assertThat(names(true, true, true).metric(metric(name, text(unit), kind))).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({
        "system.io,By,COUNTER,system_io",
        "a__b,1,GAUGE,a__b",
        ".x.,'',GAUGE,x",
        "1st,'',GAUGE,_1st",
    })
    void namesAreOnlyEscaped(String name, String unit, String kind, String made) throws Exception {
        assertThat(names(true, false, true).metric(metric(name, text(unit), kind))).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({
        "system.io,By,COUNTER,system.io_bytes_total",
        "system.io.total,By,COUNTER,system.io_bytes_total",
        "lost.ratio,1,GAUGE,lost_ratio",
        "disk.rate,By/s,GAUGE,disk.rate_bytes_per_second",
        "ß.bytes,By,GAUGE,ß.bytes",
    })
    void namesOnlyEndWithTheirUnit(String name, String unit, String kind, String made)
            throws Exception {
        assertThat(names(false, true, true).metric(metric(name, text(unit), kind))).isEqualTo(made);
        assertThat(names(false, false, true).metric(metric(name, text(unit), kind)))
                .isEqualTo(name);
    }

    @Test
    void whatLeavesNoNameIsRefused() {
        assertThatThrownBy(() -> names(true, true, true).metric(metric("...", "", "GAUGE")))
                .hasMessage("no name is left of it in letters and digits");
        assertThatThrownBy(() -> names(true, true, true).label("é")).hasMessageContaining("\"é\"");
    }

    @ParameterizedTest
    @CsvSource({
        "http.method,http_method,http_method",
        "1x,key_1x,key_1x",
        "_x,key_x,_x",
        "__x__y__,__x__y__,__x_y__",
        "a..b,a__b,a_b",
        "ab,ab,ab",
    })
    void labels(String attribute, String made, String permissive) throws Exception {
        assertThat(names(true, true, true).label(attribute)).isEqualTo(made);
        assertThat(names(true, true, false).label(attribute)).isEqualTo(permissive);
        assertThat(names(false, true, false).label(attribute)).isEqualTo(attribute);
    }

    @ParameterizedTest
    @CsvSource({"By/s,bytes_per_second", "1,''", "'{x}/s',per_second", "s,seconds"})
    void unitsAreToldInWords(String unit, String made) {
        assertThat(names(true, true, true).unit(metric("x", unit, "GAUGE"))).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,1,1",
        "0.25,0.25,0.25",
        "1e21,1e+21,1000000000000000000000",
        "1.5e-7,1.5e-7,0.00000015",
        "-0.0,-0,-0",
        "Infinity,+Inf,+Inf",
    })
    void numbersAsText(double value, String text, String plain) {
        assertThat(OtlpAttribute.number(value)).isEqualTo(text);
        assertThat(OtlpAttribute.plain(value)).isEqualTo(plain);
    }
}
