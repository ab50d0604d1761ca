package tocsin.alerts;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
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

    private final Duration keepResolved;

    /// A schema that keeps alerts for `keepResolved` after their end.
    public AlertSchema(Duration keepResolved) {
        this.keepResolved = keepResolved;
    }

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public Codec<AlertKey> keys() {
        return new Keys();
    }

    @Override
    public Codec<Alert> values() {
        return new Values();
    }

    @Override
    public Instant expiresAt(AlertKey key, Alert value) {
        Instant heard = value.updatedAt();
        Instant end = value.endsAt();
        return (end.isAfter(heard) ? end : heard).plus(keepResolved);
    }

    private static final class Keys implements Codec<AlertKey> {
        @Override
        public byte[] encode(AlertKey key) {
            return new FieldWriter(VERSION).fixed(key.alert().bits()).text(key.source()).bytes();
        }

        @Override
        public AlertKey decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var key = new AlertKey(new Fingerprint(fields.fixed()), fields.text());
            fields.end();
            return key;
        }
    }

    private static final class Values implements Codec<Alert> {
        @Override
        public byte[] encode(Alert alert) {
            return new FieldWriter(VERSION)
                    .texts(alert.labels().toMap())
                    .texts(alert.annotations().toMap())
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
            var alert =
                    new Alert(
                            Labels.of(fields.texts()),
                            Labels.of(fields.texts()),
                            fields.instant(),
                            fields.instant(),
                            fields.instant(),
                            fields.text(),
                            fields.flag());
            fields.end();
            return alert;
        }
    }
}
