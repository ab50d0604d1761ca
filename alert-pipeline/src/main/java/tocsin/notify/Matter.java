package tocsin.notify;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.nflog.LogEntry;
import tocsin.nflog.LogKey;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What there is to tell of a task, asked anew each time, for silences, other members' words and
/// people's decisions come in between.
record Matter(Surroundings with, Task task) {
    private LogKey key() {
        return task.key();
    }

    private Optional<LogEntry> last() {
        return with.log().last(key());
    }

    /// What nothing mutes now. An end that was muted is told all the same where an incident would
    /// stay open without it.
    Message at(Instant now) {
        Muting.Result result = task.rules().muting().apply(task.flush(), now);
        Set<Fingerprint> open =
                task.integration().closesIncidents()
                        ? last().map(LogEntry::firing).orElse(Set.of())
                        : Set.of();
        List<Muting.MutedEnd> inSpite =
                result.mutedEnds(now).stream()
                        .filter(end -> open.contains(end.alert().fingerprint()))
                        .toList();
        var alerts = new ArrayList<>(result.passed());
        inSpite.forEach(end -> alerts.add(end.alert()));
        List<String> words = inSpite.stream().map(Muting.MutedEnd::words).distinct().toList();
        return new Message(task.flush(), key(), task.integration(), alerts, words, now);
    }

    /// Whether it is to be told.
    Decision decide(Message message) {
        if (message.alerts().isEmpty()) {
            return new Decision.Hold("");
        }
        Optional<Letter> letter = with.letters().of(key());
        Duration repeat = task.flush().route().repeatInterval();
        if (letter.isPresent()
                && letter.get()
                        .silences(message.firing(), message.resolved(), repeat, message.wall())) {
            return new Decision.Hold("dropped by hand at " + letter.get().lastAt());
        }
        return message.decide(last());
    }

    /// What a letter says of it.
    Letters.Contents contents(Message message) {
        Set<Fingerprint> told = last().map(LogEntry::firing).orElse(Set.of());
        List<Alert> ends =
                message.alerts().stream()
                        .filter(alert -> alert.isResolved(message.wall()))
                        .filter(alert -> told.contains(alert.fingerprint()))
                        .toList();
        return new Letters.Contents(message.firing(), message.resolved(), ends);
    }

    /// Writes down that an attempt to tell it failed.
    void write(Message message, Letters.Failure failure) {
        with.letters().failed(key(), failure, contents(message));
    }

    /// How long the members before this one are given.
    Duration turn() {
        int rank = SendOrder.rank(with.peers().live(), with.peers().self(), key().toString());
        return with.peerStep().multipliedBy(rank);
    }

    /// Why it is told.
    Decision.Tell reason(Message message) {
        return message.decide(last()) instanceof Decision.Tell tell
                ? tell
                : new Decision.Tell("unknown", false);
    }

    /// What is sent.
    Notification notification(Message message) {
        return message.notification(reason(message), last(), task.rules().routeLabels());
    }
}
