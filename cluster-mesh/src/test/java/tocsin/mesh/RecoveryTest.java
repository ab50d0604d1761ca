package tocsin.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;
import tocsin.replica.Stamp;
import tocsin.replica.Versioned;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

final class RecoveryTest {
    private static final Codec<String> TEXTS =
            new Codec<>() {
                @Override
                public byte[] encode(String value) {
                    return new FieldWriter(1).text(value).bytes();
                }

                @Override
                public String decode(byte[] bytes) {
                    return new FieldReader(bytes, 1).text();
                }
            };

    private static final MapSchema<String, String> SCHEMA =
            new MapSchema<>() {
                @Override
                public String name() {
                    return "texts";
                }

                @Override
                public Codec<String> keys() {
                    return TEXTS;
                }

                @Override
                public Codec<String> values() {
                    return TEXTS;
                }

                @Override
                public Instant expiresAt(String key, String value) {
                    return Instant.MAX;
                }
            };

    @Test
    void aLongLogIsAppliedInItsOrderThoughOthersDecodeIt() {
        var applied = new ArrayList<String>();
        var recovery = new Recovery<>(SCHEMA, found -> applied.add(word(found)));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            if (i % 10_007 == 5) {
                recovery.accept(new byte[] {9, 9});
                expected.add("broken");
            } else if (i % 1_009 == 7) {
                recovery.accept(Entry.encodeDropped(SCHEMA, "key" + i, i));
                expected.add("dropped key" + i);
            } else {
                var value = new Versioned<>("ä" + i, new Stamp(i, "m"));
                recovery.accept(Entry.encode(SCHEMA, "key" + i, value));
                expected.add("key" + i + " ä" + i);
            }
        }
        recovery.finish();
        assertThat(applied).isEqualTo(expected);
    }

    private static String word(Recovery.Found<String, String> found) {
        return switch (found) {
            case Recovery.Found.Written<String, String>(Held<String, String> held) ->
                    held.key() + " " + held.entry().value();
            case Recovery.Found.Dropped<String, String>(String key, long _) -> "dropped " + key;
            case Recovery.Found.Broken<String, String> _ -> "broken";
        };
    }
}
