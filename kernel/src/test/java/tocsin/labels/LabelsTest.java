package tocsin.labels;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class LabelsTest {
    @Test
    void labelsAreSortedByNameAndAnEmptyValueIsNoLabel() {
        Labels labels = Labels.of("job", "node", "env", "prod", "team", "");
        assertThat(labels).hasToString("{env=\"prod\", job=\"node\"}");
        assertThat(labels.get("team")).isEmpty();
        assertThat(labels.has("team")).isFalse();
        assertThat(labels).isEqualTo(Labels.of(Map.of("env", "prod", "job", "node")));
    }

    @Test
    void selectionsKeepTheOrder() {
        Labels labels = Labels.of("a", "1", "b", "2", "c", "3");
        assertThat(labels.retain(List.of("c", "a"))).hasToString("{a=\"1\", c=\"3\"}");
        assertThat(labels.without(List.of("b"))).hasToString("{a=\"1\", c=\"3\"}");
        assertThat(labels.with("b", "")).isEqualTo(labels.without(List.of("b")));
        assertThat(labels.filter(_ -> true)).isSameAs(labels);
    }

    @Test
    void namesThatAreNotLegacyAreQuoted() {
        assertThat(Labels.of("host.name", "a\"b\n")).hasToString("{\"host.name\"=\"a\\\"b\\n\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "9266ef3da838ad95, job, foo, severity, warning",
        "0223b772b51c29e1, alertname, alert1, severity, critical",
    })
    void fingerprintsAreThoseOfAlertmanager(
            String fingerprint, String name1, String value1, String name2, String value2) {
        assertThat(Labels.of(name2, value2, name1, value1).fingerprint()).hasToString(fingerprint);
    }

    @Test
    void aFingerprintReadsBackFromItsDigits() {
        assertThat(Labels.EMPTY.fingerprint()).hasToString("cbf29ce484222325");
        assertThat(Fingerprint.parse("cbf29ce484222325")).isEqualTo(Labels.EMPTY.fingerprint());
    }

    @Property
    void stringsAreOrderedAsTheirBytes(@ForAll String a, @ForAll String b) {
        byte[] bytesOfA = a.getBytes(StandardCharsets.UTF_8);
        byte[] bytesOfB = b.getBytes(StandardCharsets.UTF_8);
        if (LabelNames.isUtf8(a + "x") && LabelNames.isUtf8(b + "x")) {
            int byBytes = Arrays.compareUnsigned(bytesOfA, bytesOfB);
            assertThat(Integer.signum(Labels.BYTE_ORDER.compare(a, b)))
                    .isEqualTo(Integer.signum(byBytes));
        }
    }

    @Property
    void equalMapsGiveEqualLabels(@ForAll Map<String, String> values) {
        Labels labels = Labels.of(values);
        assertThat(labels).isEqualTo(labels.toBuilder().build());
        assertThat(labels.hashCode()).isEqualTo(Labels.of(values).hashCode());
        assertThat(labels.toMap())
                .allSatisfy((name, value) -> assertThat(labels.get(name)).isEqualTo(value));
    }

    @Property
    void oneLabelChangedIsAsIfItHadBeenSetAtFirst(
            @ForAll Map<String, String> values,
            @ForAll String name,
            @ForAll String value,
            @ForAll boolean present) {
        Labels labels = Labels.of(values);
        String changed = present && !labels.isEmpty() ? labels.name(labels.size() / 2) : name;
        for (String to : new String[] {value, ""}) {
            Labels expected = labels.toBuilder().set(changed, to).build();
            assertThat(labels.with(changed, to)).isEqualTo(expected).hasSameHashCodeAs(expected);
        }
    }
}
