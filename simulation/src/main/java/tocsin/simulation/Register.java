package tocsin.simulation;

import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;
import tocsin.replica.Versioned;

import java.time.Instant;

/// The schema that scenarios write: a number that only grows, as the one-way flags of the real maps
/// do, beside a text that the newest write sets.
final class Register implements MapSchema<String, Register.Value> {
    /// @param highest never goes down
    /// @param text of the newest write
    /// @param end from when on it may be forgotten
    record Value(long highest, String text, Instant end) {
        Value(long highest, String text) {
            this(highest, text, Instant.MAX);
        }
    }

    @Override
    public String name() {
        return "registers";
    }

    @Override
    public Codec<String> keys() {
        return new Codec<>() {
            @Override
            public byte[] encode(String value) {
                return new FieldWriter(1).text(value).bytes();
            }

            @Override
            public String decode(byte[] bytes) {
                return new FieldReader(bytes, 1).text();
            }
        };
    }

    @Override
    public Codec<Value> values() {
        return new Codec<>() {
            @Override
            public byte[] encode(Value value) {
                return new FieldWriter(1)
                        .number(value.highest())
                        .text(value.text())
                        .instant(value.end())
                        .bytes();
            }

            @Override
            public Value decode(byte[] bytes) {
                var in = new FieldReader(bytes, 1);
                return new Value(in.number(), in.text(), in.instant());
            }
        };
    }

    @Override
    public Versioned<Value> merge(Versioned<Value> a, Versioned<Value> b) {
        Versioned<Value> newest = MapSchema.super.merge(a, b);
        long highest = Math.max(a.value().highest(), b.value().highest());
        return new Versioned<>(
                new Value(highest, newest.value().text(), newest.value().end()), newest.stamp());
    }

    @Override
    public Instant expiresAt(String key, Value value) {
        return value.end();
    }
}
