package tocsin.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.simulation.SwimTrial.Outcome;

/// Each mechanism that keeps members from wronging each other has a trial here that fails without
/// it. The bounds were set from 600 seeds, and from the outcomes with each mechanism taken out.
final class SwimTrialTest {
    private static final long SEEDS = Long.getLong("tocsin.trial.seeds", 30);

    /// Time that a member slept through does not count as lived: it accuses nobody on waking.
    @Test
    void whoIsStarvedAccusesNobodyAndDoesNotFall() {
        Outcome outcome = run(SwimTrial.STARVED);
        assertThat(outcome.byOthers()).as("%s: the trial hurts", outcome).isPositive();
        assertThat(outcome.byTroubled()).as("%s", outcome).isZero();
        assertThat(outcome.falselyMissed()).as("%s", outcome).isZero();
        assertDetected(outcome, 2_600, 4_500);
    }

    /// Self-distrust: about 50 accusations in two minutes with it, 300 without.
    @Test
    void whoseLinkIsSlowDistrustsItselfFirst() {
        Outcome outcome = run(SwimTrial.SLOW_LINK);
        assertThat(outcome.byTroubled()).as("%s", outcome).isPositive().isLessThan(120 * SEEDS);
        assertThat(outcome.falselyMissed()).as("%s", outcome).isZero();
        assertDetected(outcome, 2_400, 3_500);
    }

    /// Others are asked to ask: about 80 accusations in each run when they are not.
    @Test
    void whoCannotBeReachedByOneIsReachedByOthersAndNotAccused() {
        Outcome outcome = run(SwimTrial.DIVIDED);
        assertThat(outcome.byTroubled() + outcome.byOthers()).as("%s", outcome).isZero();
        assertThat(outcome.falselyMissed()).as("%s", outcome).isZero();
        assertDetected(outcome, 2_400, 3_000);
    }

    /// The accused is told first, in whatever is said to it: when rumours have run out it learns of
    /// the accusation in no other way, and is missed in four runs of five.
    @Test
    void whoWasDeafIsToldOfTheAccusationInTimeToDenyIt() {
        Outcome outcome = run(SwimTrial.DEAF);
        assertThat(outcome.byOthers()).as("%s: the trial hurts", outcome).isGreaterThan(SEEDS);
        assertThat(outcome.falselyMissed()).as("%s", outcome).isZero();
        assertDetected(outcome, 2_400, 3_000);
    }

    /// Suspicions give the suspect time: hundreds are missed in each run when they end at once.
    @Test
    void nobodyIsMissedWhenAQuarterOfAllPacketsIsLost() {
        Outcome outcome = run(SwimTrial.LOSS);
        assertThat(outcome.byOthers()).as("%s: the trial hurts", outcome).isGreaterThan(SEEDS);
        assertThat(outcome.falselyMissed()).as("%s", outcome).isZero();
        assertDetected(outcome, 2_600, 5_000);
    }

    @Test
    void aSeedHasOneOutcome() {
        assertThat(SwimTrial.STARVED.run(2)).isEqualTo(SwimTrial.STARVED.run(2));
        assertThat(SwimTrial.LOSS.run(2)).isEqualTo(SwimTrial.LOSS.run(2));
    }

    private static Outcome run(SwimTrial trial) {
        Outcome outcome = trial.run(SEEDS);
        assertThat(outcome.detectedMillis()).hasSize(Math.toIntExact(SEEDS));
        return outcome;
    }

    private static void assertDetected(Outcome outcome, long halfMillis, long lastMillis) {
        assertThat(outcome.detected(0.5)).as("%s", outcome).isLessThan(halfMillis);
        assertThat(outcome.detected(1)).as("%s", outcome).isLessThan(lastMillis);
    }
}
