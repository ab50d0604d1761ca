package tocsin.notify;

import tocsin.labels.Fingerprint;
import tocsin.nflog.LogEntry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Whether there is anything to tell that was not told.
public sealed interface Decision {
    /// Tell it.
    ///
    /// @param reason in upstream's word, for templates
    record Tell(String reason, boolean isFirst) implements Decision {}

    /// Say nothing.
    ///
    /// @param why for the history
    record Hold(String why) implements Decision {}

    /// What a flush wants to say.
    ///
    /// @param now the flush's nominal instant
    record Question(
            Set<Fingerprint> firing,
            Set<Fingerprint> resolved,
            boolean sendResolved,
            Duration repeatInterval,
            Instant now) {}

    /// Decides, top to bottom as upstream's `needsUpdate` does.
    static Decision of(Optional<LogEntry> last, Question question) {
        Set<Fingerprint> firing = question.firing();
        if (last.isEmpty()) {
            return firing.isEmpty() ? new Hold("nothing was told as firing") : first();
        }
        LogEntry entry = last.get();
        if (!entry.firing().containsAll(firing)) {
            return entry.firing().isEmpty() ? first() : new Tell("new alerts added", false);
        }
        if (firing.isEmpty()) {
            return entry.firing().isEmpty()
                    ? new Hold("the end was told at " + entry.at())
                    : new Tell("all alerts resolved", false);
        }
        if (question.sendResolved() && !entry.resolved().containsAll(question.resolved())) {
            return new Tell("some alerts resolved", false);
        }
        if (entry.at().isBefore(question.now().minus(question.repeatInterval()))) {
            return new Tell("repeat interval elapsed", false);
        }
        return new Hold("told at " + entry.at() + ", nothing is new");
    }

    private static Tell first() {
        return new Tell("first notification", true);
    }
}
