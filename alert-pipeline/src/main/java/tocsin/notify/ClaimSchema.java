package tocsin.notify;

import tocsin.nflog.LogKey;
import tocsin.nflog.LogSchema;
import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;
import tocsin.replica.Versioned;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/// The replicated map `claims`: the highest of (flush, epoch, holder, end) wins.
public final class ClaimSchema implements MapSchema<LogKey, Claim> {
    private static final int VERSION = 1;
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Comparator<Versioned<Claim>> ORDER =
            Comparator.<Versioned<Claim>>comparingLong(entry -> entry.value().version())
                    .thenComparingLong(entry -> entry.value().epoch())
                    .thenComparing(entry -> entry.value().holder())
                    .thenComparing(Versioned::stamp)
                    .thenComparing(entry -> entry.value().until());

    @Override
    public String name() {
        return "claims";
    }

    @Override
    public Codec<LogKey> keys() {
        return new LogSchema().keys();
    }

    @Override
    public Codec<Claim> values() {
        return new Values();
    }

    @Override
    public Versioned<Claim> merge(Versioned<Claim> a, Versioned<Claim> b) {
        return ORDER.compare(a, b) >= 0 ? a : b;
    }

    @Override
    public Instant expiresAt(LogKey key, Claim value) {
        return value.until().plus(GRACE);
    }

    private static final class Values implements Codec<Claim> {
        @Override
        public byte[] encode(Claim claim) {
            return new FieldWriter(VERSION)
                    .number(claim.version())
                    .number(claim.epoch())
                    .text(claim.holder())
                    .instant(claim.until())
                    .bytes();
        }

        @Override
        public Claim decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var claim =
                    new Claim(fields.number(), fields.number(), fields.text(), fields.instant());
            fields.end();
            return claim;
        }
    }
}
