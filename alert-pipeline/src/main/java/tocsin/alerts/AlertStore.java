package tocsin.alerts;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.loop.EventLoop;
import tocsin.replica.ReplicatedMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Fingerprint, Known> known = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();

    /// Told of every alert that changed, after the change.
    @FunctionalInterface
    public interface Listener {
        /// An alert is new, changed, or was refreshed.
        ///
        /// @param here whether it came in at this member
        void changed(Alert alert, boolean here);

        /// An alert was forgotten long after its end.
        default void forgotten(Alert alert) {}
    }

    private static final class Known {
        private final Registers written = new Registers();
        private Alert merged;
        private Instant writtenEnd;

        private Known(Alert first) {
            this.merged = first;
            this.writtenEnd = first.endsAt();
        }
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

    /// Takes alerts in. The answer completes when everything written is safe; alerts over a limit
    /// are left out, and counted.
    ///
    /// @param posted with `updatedAt` set to now
    public CompletableFuture<Void> put(List<Alert> posted) {
        var writes = new ArrayList<CompletableFuture<Void>>();
        for (Alert alert : posted) {
            put(alert).ifPresent(writes::add);
        }
        return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new));
    }

    private Optional<CompletableFuture<Void>> put(Alert posted) {
        Fingerprint id = posted.fingerprint();
        Known before = known.get(id);
        if (before == null && !limits.admit(posted, this, loop.now())) {
            return Optional.empty();
        }
        Instant now = loop.now();
        Alert merged = before == null ? posted : AlertMerge.onto(before.merged, posted, now);
        if (before != null && isRefresh(before, merged, now)) {
            before.merged = merged;
            if (!merged.isResolved(now)) {
                tell(merged, true); // an end that is told again is no news to anyone
            }
            return Optional.empty();
        }
        return Optional.of(map.put(new AlertKey(id, self), merged).toCompletableFuture());
    }

    private static boolean isRefresh(Known before, Alert merged, Instant now) {
        Alert old = before.merged;
        if (merged.isResolved(now)) {
            return old.isResolved(now) && old.equals(withUpdate(merged, old.updatedAt()));
        }
        Duration left = Duration.between(now, before.writtenEnd);
        Duration wanted = Duration.between(now, merged.endsAt()).dividedBy(2);
        return !old.isResolved(now)
                && left.compareTo(wanted) >= 0
                && old.startsAt().equals(merged.startsAt())
                && old.annotations().equals(merged.annotations())
                && old.generatorUrl().equals(merged.generatorUrl())
                && old.timedOut() == merged.timedOut();
    }

    private static Alert withUpdate(Alert alert, Instant updatedAt) {
        return new Alert(
                alert.labels(),
                alert.annotations(),
                alert.startsAt(),
                alert.endsAt(),
                updatedAt,
                alert.generatorUrl(),
                alert.timedOut());
    }

    private void changed(AlertKey key, Optional<Alert> before, Optional<Alert> after) {
        if (after.isPresent()) {
            tell(set(key, after.get()), key.source().equals(self));
        } else {
            before.ifPresent(alert -> forget(key, alert));
        }
    }

    private Alert set(AlertKey key, Alert alert) {
        Known entry = known.get(key.alert());
        if (entry == null) {
            entry = new Known(alert);
            known.put(key.alert(), entry);
            limits.added(alert);
        }
        entry.written.set(key.source(), alert);
        Instant now = loop.now();
        Alert fromWritten = entry.written.merged(now);
        entry.writtenEnd = fromWritten.endsAt();
        entry.merged =
                entry.merged.updatedAt().isAfter(fromWritten.updatedAt())
                        ? AlertMerge.onto(fromWritten, entry.merged, now)
                        : fromWritten;
        return entry.merged;
    }

    private void forget(AlertKey key, Alert alert) {
        Known entry = known.get(key.alert());
        if (entry == null) {
            return;
        }
        entry.written.remove(key.source());
        if (entry.written.isEmpty()) {
            known.remove(key.alert());
            limits.removed(alert);
            listeners.forEach(listener -> listener.forgotten(alert));
        }
    }

    /// Believes for a while longer in alerts whose end has passed without anyone saying so. In
    /// memory only: it is about what this member could not hear while it was down.
    public void believe(Predicate<Alert> whom, Duration grace) {
        Instant now = loop.now();
        var believed = new ArrayList<Alert>();
        for (Known entry : known.values()) {
            if (entry.merged.isExpired(now) && whom.test(entry.merged)) {
                entry.merged = entry.merged.endingAt(now.plus(grace));
                believed.add(entry.merged);
            }
        }
        believed.forEach(alert -> tell(alert, false));
    }

    private void tell(Alert alert, boolean here) {
        listeners.forEach(listener -> listener.changed(alert, here));
    }

    /// One alert, ended ones included.
    public @Nullable Alert get(Fingerprint id) {
        Known entry = known.get(id);
        return entry == null ? null : entry.merged;
    }

    /// Calls back for each alert, ended ones included.
    public void forEach(Consumer<Alert> each) {
        known.values().forEach(entry -> each.accept(entry.merged));
    }

    /// The number of alerts, ended ones included.
    public int size() {
        return known.size();
    }
}
