package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.rules.AlertState.Delays;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class AlertStateTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /// The states of an alert that is evaluated once a minute while its condition holds (1) or does
    /// not (0).
    private static List<String> life(String condition, Delays delays) {
        var states = new ArrayList<String>();
        Optional<AlertState> state = Optional.empty();
        Instant at = START;
        for (String holds : condition.split(" ", -1)) {
            state = AlertState.next(state, holds.equals("1"), at, delays);
            states.add(state.map(known -> known.getClass().getSimpleName()).orElse("-"));
            at = at.plus(Duration.ofMinutes(1));
        }
        return states;
    }

    private static Delays delays(long holdMinutes, long keepMinutes) {
        return new Delays(Duration.ofMinutes(holdMinutes), Duration.ofMinutes(keepMinutes));
    }

    @Test
    void anAlertRipensFiresLingersAndResolves() {
        assertThat(life("1 1 1 1 0 0 0", delays(2, 1)))
                .containsExactly(
                        "Pending", "Pending", "Firing", "Firing", "Firing", "Resolved", "Resolved");
    }

    @Test
    void withoutForItFiresAtOnce() {
        assertThat(life("1 0 1", delays(0, 0))).containsExactly("Firing", "Resolved", "Firing");
    }

    @Test
    void aPendingAlertWhoseConditionIsGoneIsForgottenAndBeginsAnew() {
        assertThat(life("1 0 1 1 1", delays(2, 0)))
                .containsExactly("Pending", "-", "Pending", "Pending", "Firing");
    }

    @Test
    void aConditionThatComesBackWhileTheAlertLingersStopsTheClock() {
        assertThat(life("1 0 1 0 0 0", delays(0, 2)))
                .containsExactly("Firing", "Firing", "Firing", "Firing", "Firing", "Resolved");
    }

    @Test
    void aResolvedAlertIsKeptForFifteenMinutes() {
        List<String> life = life("1" + " 0".repeat(18), delays(0, 0));
        assertThat(life.subList(1, 17)).containsOnly("Resolved");
        assertThat(life.subList(17, 19)).containsOnly("-");
    }

    @Test
    void aForThatWasRaisedMakesAFiringAlertPendingAgain() {
        Optional<AlertState> firing = AlertState.next(Optional.empty(), true, START, delays(0, 0));
        assertThat(AlertState.next(firing, true, START.plusSeconds(60), delays(5, 0)))
                .contains(new AlertState.Pending(START));
    }
}
