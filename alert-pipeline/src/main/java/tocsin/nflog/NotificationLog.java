package tocsin.nflog;

import tocsin.labels.Fingerprint;
import tocsin.loop.EventLoop;
import tocsin.replica.ReplicatedMap;
import tocsin.replica.Stamp;
import tocsin.replica.Versioned;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/// The memory that keeps one event to one page: before anyone tells anything, the log is asked;
/// after telling, it is written. Confined to the loop of its map.
public final class NotificationLog {
    private final ReplicatedMap<LogKey, LogEntry> map;
    private final EventLoop loop;
    private final Duration retention;
    private final List<BiConsumer<LogKey, LogEntry>> listeners = new ArrayList<>();

    /// A log that keeps entries for `retention`.
    public NotificationLog(
            ReplicatedMap<LogKey, LogEntry> map, EventLoop loop, Duration retention) {
        this.map = map;
        this.loop = loop;
        this.retention = retention;
        map.watch((key, _, after) ->
                after.ifPresent(entry -> listeners.forEach(each -> each.accept(key, entry))));
    }

    /// Adds someone to be told of entries, of this member's and of others'.
    public void listen(BiConsumer<LogKey, LogEntry> listener) {
        listeners.add(listener);
    }

    /// What was last told, if anything that is still remembered.
    public Optional<LogEntry> last(LogKey key) {
        return map.get(key);
    }

    /// When it was last told, in the order of all writes.
    public Optional<Stamp> stamp(LogKey key) {
        return map.versioned(key).map(Versioned::stamp);
    }

    /// The member that told it last; empty when nothing is remembered.
    public String teller(LogKey key) {
        return map.versioned(key).map(found -> found.stamp().member()).orElse("");
    }

    /// Notes that something was told just now.
    ///
    /// @param repeatInterval of the route: an entry need not outlive two of them
    public CompletionStage<Void> record(
            LogKey key,
            Set<Fingerprint> firing,
            Set<Fingerprint> resolved,
            Map<String, String> receiverData,
            Duration repeatInterval) {
        Instant now = loop.now();
        Duration twice = repeatInterval.multipliedBy(2);
        Duration kept = twice.compareTo(retention) < 0 ? twice : retention;
        return map.put(key, new LogEntry(now, firing, resolved, receiverData, now.plus(kept)));
    }
}
