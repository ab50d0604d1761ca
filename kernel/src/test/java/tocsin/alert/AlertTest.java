package tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;

import java.time.Instant;

class AlertTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Alert alert(Labels labels, Instant endsAt) {
        return new Alert(labels, Labels.EMPTY, NOON, endsAt, NOON, "", false);
    }

    @Test
    void anAlertIsResolvedFromItsEndOn() {
        Alert alert = alert(Labels.of("alertname", "Disk"), NOON.plusSeconds(60));
        assertThat(alert.isResolved(NOON.plusSeconds(59))).isFalse();
        assertThat(alert.isResolved(NOON.plusSeconds(60))).isTrue();
        assertThat(alert.name()).isEqualTo("Disk");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> alert(Labels.EMPTY, NOON))
                .hasMessageContaining("at least one label");
        assertThatThrownBy(() -> alert(Labels.of("a", "b"), NOON.minusSeconds(1)))
                .hasMessageContaining("before it starts");
    }
}
