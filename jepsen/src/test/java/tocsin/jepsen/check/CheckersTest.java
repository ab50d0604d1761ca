package tocsin.jepsen.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.check.Verdict.Result;
import tocsin.jepsen.history.Event;
import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/// Each checker is given a history that is right and, one by one, the faults it exists for. A check
/// that never failed is not proved.
class CheckersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final History history = new History();

    @BeforeEach
    void aHistoryThatIsRight() {
        for (int i = 0; i < 12; i++) {
            silence("create", Outcome.OK, "a", "s" + i, "");
            read("s" + i, "active");
        }
        for (int i = 0; i < 6; i++) {
            page(10 * i, "fire", "e" + i);
            page(10 * i + 2, "told-firing", "e" + i);
            page(10 * i + 30, "resolve", "e" + i);
            page(10 * i + 33, "told-resolved", "e" + i);
        }
    }

    private void add(
            long second, String workload, String kind, Outcome outcome, String key, String detail) {
        history.add(new Event(START.plusSeconds(second), workload, kind, outcome, "", key, detail));
    }

    private void silence(String kind, Outcome outcome, String member, String name, String detail) {
        history.add(new Event(START, "silences", kind, outcome, member, name, detail));
    }

    private void read(String name, String state) {
        silence("read", Outcome.OK, "a", name, state);
        silence("read", Outcome.OK, "b", name, state);
    }

    private void page(long second, String kind, String name) {
        add(second, "pages", kind, Outcome.OK, name, "");
    }

    private long count(Verdict verdict, String measure) {
        return Objects.requireNonNull(verdict.measures().get(measure));
    }

    @Test
    void aRightHistoryIsValid() {
        assertThat(SilenceChecker.check(history).result()).isEqualTo(Result.VALID);
        assertThat(PageChecker.check(history).result()).isEqualTo(Result.VALID);
    }

    @Test
    void tooLittleSeenIsUnknown() {
        assertThat(SilenceChecker.check(new History()).result()).isEqualTo(Result.UNKNOWN);
        assertThat(PageChecker.check(new History()).result()).isEqualTo(Result.UNKNOWN);
    }

    @Test
    void anAcknowledgedSilenceThatIsGoneIsLost() {
        silence("create", Outcome.OK, "a", "gone", "");
        Verdict verdict = SilenceChecker.check(history);
        assertThat(verdict.result()).isEqualTo(Result.INVALID);
        assertThat(count(verdict, "lost")).isEqualTo(2);
    }

    @Test
    void aSilenceOfUnknownOutcomeMayBeThereOrNot() {
        silence("create", Outcome.UNKNOWN, "a", "perhaps", "");
        assertThat(SilenceChecker.check(history).result()).isEqualTo(Result.VALID);
        read("perhaps", "active");
        assertThat(SilenceChecker.check(history).result()).isEqualTo(Result.VALID);
    }

    @Test
    void anExpiredSilenceThatIsActiveAgainIsRevived() {
        silence("expire", Outcome.INVOKED, "a", "s3", "");
        silence("expire", Outcome.OK, "a", "s3", "");
        assertThat(count(SilenceChecker.check(history), "revived")).isEqualTo(2);
    }

    @Test
    void membersThatDisagreeAreFound() {
        silence("read", Outcome.OK, "a", "extra", "active");
        assertThat(SilenceChecker.check(history).findings())
                .anyMatch(finding -> finding.contains("disagree"));
    }

    @Test
    void anEpisodeThatNobodyWasToldOfIsMissed() {
        page(100, "fire", "missed");
        page(140, "resolve", "missed");
        assertThat(count(PageChecker.check(history), "missed")).isEqualTo(1);
    }

    @Test
    void aPageTheReceiverRefusedTellsNobody() {
        page(100, "fire", "refused");
        add(101, "pages", "told-firing", Outcome.FAILED, "refused", "");
        page(140, "resolve", "refused");
        assertThat(count(PageChecker.check(history), "missed")).isEqualTo(1);
    }

    @Test
    void aSecondPageIsADuplicateUnlessAFaultDividedTheCluster() {
        page(14, "told-firing", "e0");
        assertThat(count(PageChecker.check(history), "duplicates not explained")).isEqualTo(1);
        add(3, "faults", "halves", Outcome.INVOKED, "", "divides");
        add(12, "faults", "halves", Outcome.OK, "", "divides a | rest");
        Verdict verdict = PageChecker.check(history);
        assertThat(count(verdict, "duplicates not explained")).isZero();
        assertThat(count(verdict, "duplicates")).isEqualTo(1);
    }

    @Test
    void aCrashExplainsNoDuplicate() {
        page(14, "told-firing", "e0");
        add(3, "faults", "kill", Outcome.INVOKED, "", "");
        add(12, "faults", "kill", Outcome.OK, "", "a");
        assertThat(PageChecker.check(history).result()).isEqualTo(Result.INVALID);
    }

    @Test
    void anEndThatIsNeverToldIsFound() {
        page(100, "fire", "open");
        page(101, "told-firing", "open");
        page(130, "resolve", "open");
        assertThat(count(PageChecker.check(history), "resolves missed")).isEqualTo(1);
    }

    @Test
    void firingToldAfterTheEndWasToldIsAFlip() {
        add(40, "faults", "halves", Outcome.INVOKED, "", "divides");
        add(45, "faults", "halves", Outcome.OK, "", "divides");
        page(47, "told-firing", "e0");
        assertThat(count(PageChecker.check(history), "flips")).isEqualTo(1);
    }

    @Test
    void aPageThatComesTooLateIsFound() {
        page(100, "fire", "late");
        page(140, "told-firing", "late");
        assertThat(count(PageChecker.check(history), "late")).isEqualTo(1);
    }

    @Test
    void aHistoryReadsBackFromItsFile(@TempDir Path folder) {
        history.write(folder.resolve("history.jsonl"));
        assertThat(History.read(folder.resolve("history.jsonl")).events())
                .isEqualTo(history.events());
    }
}
