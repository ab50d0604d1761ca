package tocsin.dispatch;

import tocsin.labels.Labels;
import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;
import tocsin.replica.Versioned;

import java.time.Duration;
import java.time.Instant;

/// The replicated map `groups`: most flushes win, then the earliest next one, so that members which
/// began a group at the same time agree on the first to have begun.
public final class GroupSchema implements MapSchema<GroupKey, GroupState> {
    private static final int VERSION = 1;
    private static final Duration GRACE = Duration.ofHours(24);

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public Codec<GroupKey> keys() {
        return new Keys();
    }

    @Override
    public Codec<GroupState> values() {
        return new Values();
    }

    @Override
    public Versioned<GroupState> merge(Versioned<GroupState> a, Versioned<GroupState> b) {
        if (a.value().supersedes(b.value())) {
            return a;
        }
        return b.value().supersedes(a.value()) ? b : MapSchema.super.merge(a, b);
    }

    @Override
    public Instant expiresAt(GroupKey key, GroupState value) {
        return value.nextFlush().plus(GRACE);
    }

    private static final class Keys implements Codec<GroupKey> {
        @Override
        public byte[] encode(GroupKey key) {
            return new FieldWriter(VERSION)
                    .text(key.route())
                    .text(key.receiver())
                    .number(key.ordinal())
                    .texts(key.labels().toMap())
                    .bytes();
        }

        @Override
        public GroupKey decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var key =
                    new GroupKey(
                            fields.text(),
                            fields.text(),
                            (int) fields.number(),
                            Labels.of(fields.texts()));
            fields.end();
            return key;
        }
    }

    private static final class Values implements Codec<GroupState> {
        @Override
        public byte[] encode(GroupState state) {
            return new FieldWriter(VERSION)
                    .number(state.version())
                    .instant(state.nextFlush())
                    .flag(state.ended())
                    .bytes();
        }

        @Override
        public GroupState decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var state = new GroupState(fields.number(), fields.instant(), fields.flag());
            fields.end();
            return state;
        }
    }
}
