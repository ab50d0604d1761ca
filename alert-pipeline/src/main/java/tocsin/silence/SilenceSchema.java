package tocsin.silence;

import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;
import tocsin.replica.Versioned;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The replicated map `silences`. The newest write wins, except that an early end is one-way: it
/// beats an extension made at the same time elsewhere, for a page too many is better than one that
/// somebody believes to have turned on again and that stays away.
public final class SilenceSchema implements MapSchema<String, Silence> {
    private static final int VERSION = 1;

    private final Duration retention;

    /// A schema that keeps silences for `retention` after their end.
    public SilenceSchema(Duration retention) {
        this.retention = retention;
    }

    @Override
    public String name() {
        return "silences";
    }

    @Override
    public Codec<String> keys() {
        return new Keys();
    }

    @Override
    public Codec<Silence> values() {
        return new Values();
    }

    @Override
    public Instant expiresAt(String key, Silence value) {
        return value.endsAt().plus(retention);
    }

    @Override
    public boolean isRefusedWithoutDisk() {
        return true;
    }

    @Override
    public Versioned<Silence> merge(Versioned<Silence> a, Versioned<Silence> b) {
        Versioned<Silence> newest = MapSchema.super.merge(a, b);
        if (!a.value().expired() && !b.value().expired()) {
            return newest;
        }
        Instant end = earliestEnd(a.value(), b.value());
        return new Versioned<>(newest.value().endedAt(end), newest.stamp());
    }

    /// The earliest of the ends that somebody set; at least one is.
    private static Instant earliestEnd(Silence a, Silence b) {
        if (!a.expired()) {
            return b.endsAt();
        }
        return b.expired() && b.endsAt().isBefore(a.endsAt()) ? b.endsAt() : a.endsAt();
    }

    /// How many bytes a silence takes.
    static int size(Silence silence) {
        return new Values().encode(silence).length;
    }

    private static final class Keys implements Codec<String> {
        @Override
        public byte[] encode(String key) {
            return key.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static final class Values implements Codec<Silence> {
        @Override
        public byte[] encode(Silence silence) {
            var fields = new FieldWriter(VERSION).text(silence.id());
            fields.number(silence.matchers().size());
            for (Matcher matcher : silence.matchers()) {
                fields.text(matcher.type().operator()).text(matcher.name()).text(matcher.value());
            }
            return fields.instant(silence.startsAt())
                    .instant(silence.endsAt())
                    .instant(silence.updatedAt())
                    .text(silence.createdBy())
                    .text(silence.comment())
                    .texts(silence.annotations())
                    .flag(silence.expired())
                    .bytes();
        }

        @Override
        public Silence decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var silence =
                    new Silence(
                            fields.text(),
                            matchers(fields),
                            fields.instant(),
                            fields.instant(),
                            fields.instant(),
                            fields.text(),
                            fields.text(),
                            fields.texts(),
                            fields.flag());
            fields.end();
            return silence;
        }

        private static List<Matcher> matchers(FieldReader fields) {
            int count = fields.count(3);
            var matchers = new ArrayList<Matcher>(count);
            for (int i = 0; i < count; i++) {
                MatchType type = MatchType.of(fields.text());
                matchers.add(Matcher.of(type, fields.text(), fields.text()));
            }
            return matchers;
        }
    }
}
