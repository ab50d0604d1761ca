package tocsin.alerts;

import tocsin.alert.Alert;
import tocsin.alert.AlertPool;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.labels.TextPool;
import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;

import java.time.Duration;
import java.time.Instant;

/// The replicated map `alerts`. Each register has one writer, so the newest write is simply the
/// writer's last word. An alert is kept for a while after its end, so that its end can still be
/// told when all members were down. It is kept from when its end was heard of, for people resolve
/// with ends that are long past.
public final class AlertSchema implements MapSchema<AlertKey, Alert> {
    private static final int VERSION = 1;

    private static final int EXPECTED = 512;

    private final Duration keepResolved;
    private final AlertPool pool;

    /// A schema that keeps alerts for `keepResolved` after their end.
    public AlertSchema(Duration keepResolved) {
        this(keepResolved, AlertPool.small());
    }

    /// A schema that keeps alerts for `keepResolved` after their end.
    ///
    /// @param pool gives what is read the labels and annotations that are there already
    public AlertSchema(Duration keepResolved, AlertPool pool) {
        this.keepResolved = keepResolved;
        this.pool = pool;
    }

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public Codec<AlertKey> keys() {
        return new Keys(pool.texts());
    }

    @Override
    public Codec<Alert> values() {
        return new Values(pool);
    }

    @Override
    public Instant expiresAt(AlertKey key, Alert value) {
        Instant heard = value.updatedAt();
        Instant end = value.endsAt();
        return (end.isAfter(heard) ? end : heard).plus(keepResolved);
    }

    private record Keys(TextPool texts) implements Codec<AlertKey> {
        @Override
        public byte[] encode(AlertKey key) {
            return new FieldWriter(VERSION).fixed(key.alert().bits()).text(key.source()).bytes();
        }

        @Override
        public AlertKey decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var key = new AlertKey(new Fingerprint(fields.fixed()), fields.text(texts));
            fields.end();
            return key;
        }
    }

    private record Values(AlertPool pool) implements Codec<Alert> {
        @Override
        public byte[] encode(Alert alert) {
            return new FieldWriter(VERSION, EXPECTED)
                    .labels(alert.labels())
                    .labels(alert.annotations())
                    .instant(alert.startsAt())
                    .instant(alert.endsAt())
                    .instant(alert.updatedAt())
                    .text(alert.generatorUrl())
                    .flag(alert.timedOut())
                    .bytes();
        }

        @Override
        public Alert decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            Labels labels = fields.labels(pool.texts());
            Labels annotations = fields.labels(pool.texts());
            Instant startsAt = fields.instant();
            Instant endsAt = fields.instant();
            Instant updatedAt = fields.instant();
            String url = fields.text(pool.texts());
            var alert =
                    new Alert(
                            pool.keep(labels, annotations, url),
                            startsAt,
                            endsAt,
                            updatedAt,
                            fields.flag());
            fields.end();
            return alert;
        }
    }
}
