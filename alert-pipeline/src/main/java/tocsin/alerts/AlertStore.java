package tocsin.alerts;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.loop.EventLoop;
import tocsin.replica.ReplicatedMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// All alerts that any member knows. Confined to the loop it was made with.
///
/// A refresh that changes nothing but the predicted end stays in memory while the written end still
/// has at least half of the new one's time to go: otherwise 100,000 steady alerts would be 100,000
/// writes to every member each minute. What a crash can lose of it is therefore never the alert, at
/// worst half of its remaining belief.
public final class AlertStore {
    private final ReplicatedMap<AlertKey, Alert> map;
    private final EventLoop loop;
    private final String self;
    private final AlertLimits limits;
    private final AlertTable known = new AlertTable();
    private final List<Listener> listeners = new ArrayList<>();

    /// Told of every alert that changed, after the change. Whoever keeps the [Tracked] itself need
    /// not be told of refreshes, and is not.
    public interface Listener {
        /// An alert came in that is new or says something new.
        ///
        /// @param before what was known of it, if anything was
        default void arrived(@Nullable Alert before, Alert posted) {}

        /// An alert is new, or changed.
        ///
        /// @param here whether it came in at this member
        void changed(Tracked alert, boolean here);

        /// An alert was forgotten long after its end.
        default void forgotten(Tracked alert) {}
    }

    /// A store over the map of this member, filled with what the map recovered.
    public AlertStore(
            ReplicatedMap<AlertKey, Alert> map, EventLoop loop, String self, AlertLimits limits) {
        this.map = map;
        this.loop = loop;
        this.self = self;
        this.limits = limits;
        map.forEach((key, alert) -> set(key, alert));
        map.watch(this::changed);
    }

    /// Adds a listener. It is not told of alerts known already.
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /// Takes alerts in. The answer completes when everything written is safe, and what was written
    /// before and is said again; it is how many alerts were left out because they are over a limit.
    ///
    /// @param posted with `updatedAt` set to now
    public CompletableFuture<Integer> put(List<Alert> posted) {
        ReplicatedMap.Writes<AlertKey, Alert> writes = map.writes();
        var written = new ArrayList<Tracked>(0);
        List<CompletableFuture<Void>> awaited = new ArrayList<>(0);
        int leftOut = 0;
        for (Alert alert : posted) {
            Tracked before = known.get(alert.labels().fingerprintBits());
            if (before == null || !refreshed(before, alert)) {
                leftOut += write(before, alert, writes, written) ? 0 : 1;
                continue;
            }
            CompletableFuture<Void> earlier = before.underWay();
            if (earlier != null) {
                awaited.add(earlier);
            }
        }
        if (!written.isEmpty()) {
            awaited.add(answered(writes.done().toCompletableFuture(), written));
        }
        int without = leftOut;
        return CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new))
                .thenApply(_ -> without);
    }

    /// Whether there was room for it.
    private boolean write(
            @Nullable Tracked before,
            Alert posted,
            ReplicatedMap.Writes<AlertKey, Alert> writes,
            List<Tracked> written) {
        Instant now = loop.now();
        if (before == null && !limits.admit(posted, this, now)) {
            return false;
        }
        Alert old = before == null ? null : before.alert();
        listeners.forEach(listener -> listener.arrived(old, posted));
        Alert merged = old == null ? posted : AlertMerge.onto(old, posted, now);
        writes.put(new AlertKey(posted.fingerprint(), self), merged);
        Tracked after = known.get(posted.labels().fingerprintBits());
        if (after != null) {
            written.add(after);
        }
        return true;
    }

    /// Marks what was written until it is known to be safe.
    private static CompletableFuture<Void> answered(
            CompletableFuture<Void> answer, List<Tracked> written) {
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            return answer;
        }
        written.forEach(alert -> alert.written(answer));
        return answer.whenComplete(
                (_, failure) -> written.forEach(alert -> alert.answered(answer, failure != null)));
    }

    /// Takes note of what says nothing new. Whether that is so.
    private boolean refreshed(Tracked before, Alert posted) {
        Instant now = loop.now();
        Alert old = before.alert();
        Alert merged = AlertMerge.onto(old, posted, now);
        if (before.isUnsafe() || !saysTheSame(old, merged)) {
            return false;
        }
        if (merged.isResolved(now)) {
            // An end that is told again is no news to anyone.
            return old.isResolved(now) && old.endsAt().equals(merged.endsAt());
        }
        long left = before.merged().endsAt().toEpochMilli() - now.toEpochMilli();
        long wanted = merged.endsAt().toEpochMilli() - now.toEpochMilli();
        if (old.isResolved(now) || 2 * left < wanted) {
            return false;
        }
        before.alert(merged);
        if (before.isHomeless()) {
            tell(before, true);
        }
        return true;
    }

    private static boolean saysTheSame(Alert old, Alert merged) {
        return old.startsAt().equals(merged.startsAt())
                && old.labels().equals(merged.labels())
                && old.annotations().equals(merged.annotations())
                && old.generatorUrl().equals(merged.generatorUrl())
                && old.timedOut() == merged.timedOut();
    }

    private void changed(AlertKey key, Optional<Alert> before, Optional<Alert> after) {
        if (after.isPresent()) {
            tell(set(key, after.get()), key.source().equals(self));
        } else if (before.isPresent()) {
            forget(key);
        }
    }

    private Tracked set(AlertKey key, Alert alert) {
        Tracked entry = known.get(key.alert());
        if (entry == null) {
            entry = new Tracked(alert);
            known.put(entry);
            limits.added(alert);
        }
        Instant now = loop.now();
        entry.set(key.source(), alert, now);
        Alert fromWritten = entry.merged();
        entry.alert(
                entry.alert().updatedAt().isAfter(fromWritten.updatedAt())
                        ? AlertMerge.onto(fromWritten, entry.alert(), now)
                        : fromWritten);
        return entry;
    }

    private void forget(AlertKey key) {
        Tracked entry = known.get(key.alert());
        if (entry == null) {
            return;
        }
        entry.remove(key.source(), loop.now());
        if (entry.isEmpty()) {
            known.remove(key.alert());
            limits.removed(entry.alert());
            listeners.forEach(listener -> listener.forgotten(entry));
        }
    }

    /// Believes for a while longer in alerts whose end has passed without anyone saying so. In
    /// memory only: it is about what this member could not hear while it was down.
    public void believe(Predicate<Alert> whom, Duration grace) {
        Instant now = loop.now();
        var believed = new ArrayList<Tracked>();
        known.forEach(entry -> {
            if (entry.alert().isExpired(now) && whom.test(entry.alert())) {
                entry.alert(entry.alert().endingAt(now.plus(grace)));
                believed.add(entry);
            }
        });
        believed.forEach(alert -> tell(alert, false));
    }

    private void tell(Tracked alert, boolean here) {
        listeners.forEach(listener -> listener.changed(alert, here));
    }

    /// One alert, ended ones included.
    public @Nullable Alert get(Fingerprint id) {
        Tracked entry = known.get(id);
        return entry == null ? null : entry.alert();
    }

    /// What is kept of one alert, ended ones included.
    public @Nullable Tracked tracked(Fingerprint id) {
        return known.get(id);
    }

    /// Calls back for each alert, ended ones included.
    public void forEach(Consumer<Tracked> each) {
        known.forEach(each);
    }

    /// The number of alerts, ended ones included.
    public int size() {
        return known.size();
    }
}
