package tocsin.inhibit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.alerts.Tracked;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class InhibitorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InhibitRule CRITICAL_MUTES_ALL =
            new InhibitRule(
                    "",
                    List.of(Matcher.equal("severity", "critical")),
                    List.of(),
                    List.of("cluster"));

    private final Inhibitor inhibitor = new Inhibitor(List.of(CRITICAL_MUTES_ALL));

    private static Tracked alert(Duration left, String... labels) {
        return new Tracked(
                new Alert(Labels.of(labels), Labels.EMPTY, NOW, NOW.plus(left), NOW, "", false));
    }

    private static Tracked alert(String... labels) {
        return alert(Duration.ofMinutes(5), labels);
    }

    private boolean isMuted(Tracked target) {
        return inhibitor.muting(target.alert().labels(), NOW).isPresent();
    }

    @Test
    void anyFiringSourceIsEnoughAndTheEndOfOneDoesNotHideAnother() {
        Tracked first = alert("alertname", "A", "severity", "critical", "cluster", "x");
        Tracked second = alert("alertname", "B", "severity", "critical", "cluster", "x");
        // Both match the target side too, and mute nothing that is a source itself.
        Tracked target = alert("alertname", "C", "severity", "warning", "cluster", "x");
        inhibitor.observe(first, NOW);
        inhibitor.observe(second, NOW);
        assertThat(isMuted(target)).isTrue();
        inhibitor.observe(new Tracked(first.alert().endingAt(NOW)), NOW);
        assertThat(isMuted(target)).isTrue();
        inhibitor.forget(second);
        assertThat(isMuted(target)).isFalse();
    }

    @Test
    void whatMatchesBothSidesIsMutedOnlyByWhatMatchesTheSourceSideAlone() {
        Tracked source = alert("alertname", "A", "severity", "critical", "cluster", "x");
        Tracked other = alert("alertname", "B", "severity", "critical", "cluster", "x");
        inhibitor.observe(source, NOW);
        inhibitor.observe(other, NOW);
        assertThat(isMuted(source)).isFalse();
        assertThat(isMuted(other)).isFalse();
    }

    @Test
    void aLabelThatBothLackIsOneTheyAgreeOn() {
        inhibitor.observe(alert("alertname", "A", "severity", "critical"), NOW);
        assertThat(isMuted(alert("alertname", "C"))).isTrue();
        assertThat(isMuted(alert("alertname", "C", "cluster", "x"))).isFalse();
    }

    @Test
    void aSourceWhoseTimeHasRunOutMutesNothing() {
        inhibitor.observe(
                alert(Duration.ofSeconds(1), "alertname", "A", "severity", "critical"), NOW);
        Labels target = Labels.of("alertname", "C");
        assertThat(inhibitor.muting(target, NOW)).isPresent();
        assertThat(inhibitor.muting(target, NOW.plusSeconds(1))).isEmpty();
    }
}
