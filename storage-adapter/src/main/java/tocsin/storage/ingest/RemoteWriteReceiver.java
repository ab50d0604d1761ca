package tocsin.storage.ingest;

import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.local.LocalStore;

import java.io.IOException;
import java.time.InstantSource;

/// Takes messages of remote write, already decompressed, of both versions.
///
/// Each sample stands for itself in both: what can be stored is, and the rest is named. Upstream
/// rolls a whole message of version 1 back for one bad sample, and so loses the good ones with it,
/// for a sender does not send it again.
public final class RemoteWriteReceiver {
    private final LocalStore store;
    private final InstantSource clock;
    private final IngestMetrics metrics;
    private final Metadata metadata;

    /// Writes into a store.
    public RemoteWriteReceiver(
            LocalStore store, InstantSource clock, IngestMetrics metrics, Metadata metadata) {
        this.store = store;
        this.clock = clock;
        this.metrics = metrics;
        this.metadata = metadata;
    }

    /// Takes a `prometheus.WriteRequest`. Blocks until it is as safe as the store promises.
    public WriteOutcome writeV1(byte[] message) {
        return write(tally -> new WriteRequestV1(message, metrics, metadata).into(tally));
    }

    /// Takes an `io.prometheus.write.v2.Request`. Blocks until it is as safe as the store promises.
    public WriteOutcome writeV2(byte[] message) {
        return write(tally -> new WriteRequestV2(message, metrics, metadata).into(tally));
    }

    @FunctionalInterface
    private interface Message {
        void into(Tally tally) throws IOException;
    }

    private WriteOutcome write(Message message) {
        var batch = store.batch();
        var tally = new Tally(batch, clock.instant().toEpochMilli());
        try {
            try {
                message.into(tally);
            } catch (CorruptDataException e) {
                tally.reasons.add(String.valueOf(e.getMessage()));
            }
            batch.commit();
            metrics.exemplars(tally.exemplars);
            return tally.outcome();
        } catch (IOException e) {
            return new WriteOutcome.Failed(String.valueOf(e.getMessage()));
        }
    }
}
