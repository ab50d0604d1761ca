package tocsin.nflog;

import tocsin.labels.Fingerprint;
import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// The replicated map `nflog`; the newest entry wins.
public final class LogSchema implements MapSchema<LogKey, LogEntry> {
    private static final int VERSION = 1;

    @Override
    public String name() {
        return "nflog";
    }

    @Override
    public Codec<LogKey> keys() {
        return new Keys();
    }

    @Override
    public Codec<LogEntry> values() {
        return new Values();
    }

    @Override
    public Instant expiresAt(LogKey key, LogEntry value) {
        return value.expiresAt();
    }

    private static final class Keys implements Codec<LogKey> {
        @Override
        public byte[] encode(LogKey key) {
            return new FieldWriter(VERSION)
                    .text(key.group())
                    .text(key.receiver())
                    .text(key.integration())
                    .number(key.index())
                    .bytes();
        }

        @Override
        public LogKey decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var key =
                    new LogKey(fields.text(), fields.text(), fields.text(), (int) fields.number());
            fields.end();
            return key;
        }
    }

    private static final class Values implements Codec<LogEntry> {
        @Override
        public byte[] encode(LogEntry entry) {
            var fields = new FieldWriter(VERSION).instant(entry.at());
            write(fields, entry.firing());
            write(fields, entry.resolved());
            return fields.texts(entry.receiverData()).instant(entry.expiresAt()).bytes();
        }

        private static void write(FieldWriter fields, Set<Fingerprint> ids) {
            fields.number(ids.size());
            LogEntry.sorted(ids).forEach(id -> fields.fixed(id.bits()));
        }

        @Override
        public LogEntry decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var entry =
                    new LogEntry(
                            fields.instant(),
                            read(fields),
                            read(fields),
                            fields.texts(),
                            fields.instant());
            fields.end();
            return entry;
        }

        private static Set<Fingerprint> read(FieldReader fields) {
            int count = fields.count(Long.BYTES);
            Set<Fingerprint> ids = HashSet.newHashSet(count);
            for (int i = 0; i < count; i++) {
                ids.add(new Fingerprint(fields.fixed()));
            }
            return ids;
        }
    }
}
