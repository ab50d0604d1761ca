package tocsin.storage.remote;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.storage.codec.CorruptDataException;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Everything that waits to be sent, by shards. The samples of a series are all in one shard, whose
/// messages go one after the other. When the number of shards changes, a new epoch begins, of which
/// nothing goes before all of the old one is gone: so a series keeps its order however it moves.
/// Confined to its loop.
final class WriteQueue {
    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);

    private final TreeMap<Long, Queued> all = new TreeMap<>();
    private final TreeMap<Long, Epoch> epochs = new TreeMap<>();
    private long next = 1;
    private long pending;
    private Epoch current;

    /// A time with one number of shards.
    static final class Epoch {
        private final long number;
        private final int shards;
        private final Map<Integer, Lane> lanes = new LinkedHashMap<>();
        private int expected;

        Epoch(long number, int shards) {
            this.number = number;
            this.shards = shards;
        }

        int shards() {
            return shards;
        }

        private Lane lane(int shard) {
            return lanes.computeIfAbsent(shard, _ -> new Lane());
        }

        private boolean isOver() {
            return expected == 0 && lanes.values().stream().allMatch(Lane::isEmpty);
        }
    }

    WriteQueue(int shards) {
        current = new Epoch(1, shards);
        epochs.put(current.number, current);
    }

    /// Takes a record of the log over. Once all are, `recovered` is due.
    void recover(byte[] record) {
        try {
            for (Queued each : Queued.read(record, this::forget)) {
                next = Math.max(next, each.number() + 1);
                all.put(each.number(), each);
                pending += each.samples();
            }
        } catch (CorruptDataException e) {
            LOG.warn("A record of the queue of remote write makes no sense", e);
        }
    }

    private void forget(long number) {
        next = Math.max(next, number + 1);
        Queued done = all.remove(number);
        pending -= done == null ? 0 : done.samples();
    }

    /// Begins with what was taken over, in the order in which it was queued.
    void recovered() {
        int shards = current.shards;
        epochs.clear();
        long newest = 0;
        for (Queued each : all.values()) {
            newest = Math.max(newest, each.epoch());
            epochs.computeIfAbsent(each.epoch(), number -> new Epoch(number, shards))
                    .lane(each.shard())
                    .add(each);
        }
        current = new Epoch(newest + 1, shards);
        epochs.put(current.number, current);
    }

    /// Begins an epoch with another number of shards.
    void reshard(int shards) {
        current = new Epoch(current.number + 1, shards);
        epochs.put(current.number, current);
        trim();
    }

    /// The epoch of what comes now.
    Epoch current() {
        return current;
    }

    /// A message that is on its way into the log.
    Queued expect(Epoch epoch, int shard, int samples, long newest, byte[] message) {
        var queued = new Queued(next++, epoch.number, shard, samples, newest, message);
        all.put(queued.number(), queued);
        pending += samples;
        epoch.expected++;
        return queued;
    }

    /// It is safe, and may go.
    void safe(Epoch epoch, Queued message) {
        epoch.expected--;
        epoch.lane(message.shard()).add(message);
    }

    /// It is not, and does not go.
    void lost(Epoch epoch, Queued message) {
        epoch.expected--;
        all.remove(message.number());
        pending -= message.samples();
        trim();
    }

    /// The lanes that have something to send, and may.
    List<Lane> ready() {
        return epochs.firstEntry().getValue().lanes.values().stream()
                .filter(Lane::isReady)
                .toList();
    }

    /// They wait no more.
    void done(List<Queued> messages) {
        for (Queued each : messages) {
            all.remove(each.number());
            pending -= each.samples();
        }
        trim();
    }

    private void trim() {
        while (epochs.size() > 1 && epochs.firstEntry().getValue().isOver()) {
            epochs.pollFirstEntry();
        }
    }

    /// Samples that wait.
    long pending() {
        return pending;
    }

    int shards() {
        return current.shards;
    }

    /// All messages that wait, those on their way into the log among them.
    Collection<Queued> all() {
        return List.copyOf(all.values());
    }
}
