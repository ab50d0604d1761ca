package tocsin.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.server.api.AlertBounds.Bound;
import tocsin.server.api.AlertBounds.Excess;

import java.time.Instant;
import java.util.TreeMap;

/// What is said of alerts that are too large, and that it has an end itself.
class AlertBoundsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static Alert alert(Labels labels, Labels annotations) {
        return new Alert(labels, annotations, NOW, NOW, NOW, "", false);
    }

    private static String told(AlertBounds bounds, Alert alert) {
        var refusals = new Refusals();
        bounds.excess(alert).ifPresent(excess -> refusals.oversized(7, alert, excess));
        return String.join("\n", refusals.lines());
    }

    @Test
    void aNameAndAValueHaveABoundEach() {
        var bounds = new AlertBounds(0, 10, 8, 0);
        assertThat(told(bounds, alert(Labels.of("a23456789é", "1"), Labels.EMPTY)))
                .isEqualTo(
                        "alert 7 {\"a23456789é\"=\"1\"}: name of label \"a23456789é\" of 11 bytes,"
                                + " there may be 10 (--alerts.max-name-bytes)");
        assertThat(told(bounds, alert(Labels.of("a", "1"), Labels.of("b", "éééé5"))))
                .isEqualTo(
                        "alert 7 {a=\"1\"}: value of annotation \"b\" of 9 bytes, there may be 8"
                                + " (--alerts.max-value-bytes)");
        assertThat(told(bounds, alert(Labels.of("a234567890", "éééé"), Labels.of("b", "12345678"))))
                .isEmpty();
    }

    @Test
    void theLabelsShownAreFewAndShortAndOnOneLine() {
        var labels = new TreeMap<String, String>();
        labels.put("alertname", "two\nlines");
        labels.put("a", "x".repeat(100));
        for (int i = 0; i < 10; i++) {
            labels.put("l" + i, "1");
        }
        assertThat(told(new AlertBounds(5, 0, 0, 0), alert(Labels.of(labels), Labels.EMPTY)))
                .isEqualTo(
                        "alert 7 {alertname=\"two\\nlines\", a=\""
                                + "x".repeat(60)
                                + "…\", l0=\"1\", l1=\"1\", l2=\"1\", l3=\"1\", … 6 more}: 12"
                                + " labels and 0 annotations, of each there may be 5"
                                + " (--alerts.max-labels)");
    }

    @Test
    void aCharacterIsNotCutInTwo() {
        String bell = "\uD83D\uDD14";
        assertThat(Shown.quoted("x".repeat(59) + bell + "y"))
                .isEqualTo("\"" + "x".repeat(59) + "…\"");
        assertThat(Shown.quoted("x".repeat(58) + bell + "y"))
                .isEqualTo("\"" + "x".repeat(58) + bell + "…\"");
    }

    @Test
    void whatIsToldOfOnePostHasAnEnd() {
        var refusals = new Refusals();
        for (int i = 0; i < 50; i++) {
            refusals.invalid("x".repeat(5_000));
        }
        Alert alert = alert(Labels.of("a", "1"), Labels.EMPTY);
        refusals.oversized(50, alert, new Excess(Bound.SIZE, "large"));
        assertThat(refusals.count()).isEqualTo(51);
        assertThat(refusals.lines()).hasSize(21).last().isEqualTo("31 more alerts refused");
        assertThat(refusals.lines().getFirst()).hasSize(1_001);
        assertThat(refusals.oversized()).containsExactly(java.util.Map.entry(Bound.SIZE, 1));
    }
}
