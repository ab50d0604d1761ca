package tocsin.storage.otlp;

import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.ingest.Metadata;
import tocsin.storage.local.LocalStore;

import java.io.IOException;
import java.time.InstantSource;

/// Takes requests of OTLP, already decompressed. Each data point stands for itself: what can be
/// stored is, and the rest is named. Upstream refuses a whole request for one point that is out of
/// order, and drops what has delta temporality with nothing but a line in its own log.
public final class OtlpReceiver {
    private final LocalStore store;
    private final InstantSource clock;
    private final OtlpTranslation rules;
    private final OtlpMetrics metrics;
    private final Metadata metadata;

    /// Writes into a store.
    public OtlpReceiver(
            LocalStore store,
            InstantSource clock,
            OtlpTranslation rules,
            OtlpMetrics metrics,
            Metadata metadata) {
        this.store = store;
        this.clock = clock;
        this.rules = rules;
        this.metrics = metrics;
        this.metadata = metadata;
    }

    /// Takes an `ExportMetricsServiceRequest`. Blocks until it is as safe as the store promises.
    public OtlpOutcome write(byte[] message) {
        var batch = store.batch();
        var writer = new OtlpPointWriter(batch, rules, clock.instant().toEpochMilli());
        var reader = new OtlpRequestReader(message, rules, writer, metadata);
        String broken = "";
        try {
            try {
                reader.read();
            } catch (CorruptDataException e) {
                broken = String.valueOf(e.getMessage());
            }
            batch.commit();
        } catch (IOException e) {
            return new OtlpOutcome.Failed(String.valueOf(e.getMessage()));
        }
        metrics.read(reader.stored(), reader.rejected());
        return broken.isEmpty()
                ? new OtlpOutcome.Read(reader.rejected(), String.join("\n", reader.reasons()))
                : new OtlpOutcome.Unreadable(broken);
    }
}
