package tocsin.rules;

import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;

import java.time.Duration;
import java.time.Instant;

/// The replicated map `rule-places`: by a group's key, the member that has it; the newest word
/// counts. Groups that every member evaluates for itself have no entry.
final class GroupPlaceSchema implements MapSchema<String, GroupPlace> {
    private static final Duration RETENTION = Duration.ofDays(5);
    private static final int VERSION = 1;

    @Override
    public String name() {
        return "rule-places";
    }

    @Override
    public Codec<String> keys() {
        return new RuleGroupSchema().keys();
    }

    @Override
    public Codec<GroupPlace> values() {
        return new Codec<>() {
            @Override
            public byte[] encode(GroupPlace place) {
                return new FieldWriter(VERSION).text(place.member()).instant(place.since()).bytes();
            }

            @Override
            public GroupPlace decode(byte[] bytes) {
                var in = new FieldReader(bytes, VERSION);
                var place = new GroupPlace(in.text(), in.instant());
                in.end();
                return place;
            }
        };
    }

    @Override
    public Instant expiresAt(String key, GroupPlace place) {
        return place.since().plus(RETENTION);
    }
}
