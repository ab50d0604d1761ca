package tocsin.outbox;

import tocsin.alert.Alert;
import tocsin.alerts.AlertSchema;
import tocsin.labels.Fingerprint;
import tocsin.nflog.LogKey;
import tocsin.nflog.LogSchema;
import tocsin.outbox.Letter.State;
import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The replicated map `outbox`; the newest write wins. What is settled is kept for an hour, so that
/// a member that was away does not bring it back.
public final class OutboxSchema implements MapSchema<LogKey, Letter> {
    /// How long a letter that somebody waits for is kept: longer than any deadline.
    public static final Duration KEEP_OPEN = Duration.ofDays(14);

    private static final int VERSION = 1;
    private static final Duration KEEP_SETTLED = Duration.ofHours(1);
    private static final Codec<Alert> ALERTS = new AlertSchema(Duration.ZERO).values();

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public Codec<LogKey> keys() {
        return new LogSchema().keys();
    }

    @Override
    public Codec<Letter> values() {
        return new Values();
    }

    @Override
    public Instant expiresAt(LogKey key, Letter letter) {
        boolean settled = letter.state() == State.SETTLED;
        return letter.lastAt().plus(settled ? KEEP_SETTLED : KEEP_OPEN);
    }

    private static final class Values implements Codec<Letter> {
        @Override
        public byte[] encode(Letter letter) {
            var fields =
                    new FieldWriter(VERSION)
                            .text(letter.state().name())
                            .instant(letter.since())
                            .instant(letter.lastAt())
                            .number(letter.attempts());
            write(fields, letter.firing());
            write(fields, letter.resolved());
            fields.text(letter.reason()).text(letter.cause()).number(letter.ends().size());
            letter.ends().forEach(alert -> fields.block(ALERTS.encode(alert)));
            return fields.bytes();
        }

        private static void write(FieldWriter fields, Set<Fingerprint> ids) {
            fields.number(ids.size());
            ids.stream().sorted().forEach(id -> fields.fixed(id.bits()));
        }

        @Override
        public Letter decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var letter =
                    new Letter(
                            State.valueOf(fields.text()),
                            fields.instant(),
                            fields.instant(),
                            (int) fields.number(),
                            ids(fields),
                            ids(fields),
                            fields.text(),
                            fields.text(),
                            alerts(fields));
            fields.end();
            return letter;
        }

        private static Set<Fingerprint> ids(FieldReader fields) {
            int count = fields.count(Long.BYTES);
            Set<Fingerprint> ids = HashSet.newHashSet(count);
            for (int i = 0; i < count; i++) {
                ids.add(new Fingerprint(fields.fixed()));
            }
            return ids;
        }

        private static List<Alert> alerts(FieldReader fields) {
            int count = fields.count(1);
            var alerts = new ArrayList<Alert>();
            for (int i = 0; i < count; i++) {
                alerts.add(ALERTS.decode(fields.block()));
            }
            return alerts;
        }
    }
}
