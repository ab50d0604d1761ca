package tocsin.rules;

import io.airlift.compress.v3.xxhash.XxHash64JavaHasher;

import tocsin.labels.Labels;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The instants at which a group is evaluated: every interval, shifted by a hash of the group's
/// file and name so that groups spread over the interval. The same on every member and in every
/// run, and the same that Prometheus would choose.
record Slots(long offsetNanos, Duration interval) {
    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000L);

    static Slots of(String file, String group, Duration interval) {
        long hash = hash(Labels.of("file", file, "name", group));
        return new Slots(Long.remainderUnsigned(hash, interval.toNanos()), interval);
    }

    /// The last slot at or before `at`.
    Instant atOrBefore(Instant at) {
        BigInteger nanos =
                BigInteger.valueOf(at.getEpochSecond())
                        .multiply(BILLION)
                        .add(BigInteger.valueOf(at.getNano()));
        BigInteger shifted = nanos.subtract(BigInteger.valueOf(offsetNanos));
        BigInteger slot =
                shifted.subtract(shifted.mod(BigInteger.valueOf(interval.toNanos())))
                        .add(BigInteger.valueOf(offsetNanos));
        BigInteger[] parts = slot.divideAndRemainder(BILLION);
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    }

    /// The slots after one and before another, the last of them when there are more than `most`, to
    /// the millisecond.
    List<Instant> between(Instant after, Instant end, int most) {
        Instant reach = end.minus(interval.multipliedBy(most));
        Instant oldest = after.isBefore(reach) ? reach : after;
        var slots = new ArrayList<Instant>();
        for (Instant at = atOrBefore(oldest).plus(interval);
                at.isBefore(end);
                at = at.plus(interval)) {
            if (millis(at).isAfter(after)) {
                slots.add(millis(at));
            }
        }
        return slots;
    }

    /// Samples have milliseconds, and so has the state of alerts: one instant for both.
    static Instant millis(Instant slot) {
        return slot.truncatedTo(ChronoUnit.MILLIS);
    }

    /// Upstream's hash of a label set: xxHash64 over each length and text in turn.
    static long hash(Labels labels) {
        var bytes = new ByteArrayOutputStream();
        labels.forEachLabel((name, value) -> {
            append(bytes, name);
            append(bytes, value);
        });
        byte[] encoded = bytes.toByteArray();
        return XxHash64JavaHasher.hash(encoded, 0, encoded.length, 0);
    }

    private static void append(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 255) {
            out.write(bytes.length);
        } else {
            out.write(255);
            out.write(bytes.length);
            out.write(bytes.length >>> 8);
            out.write(bytes.length >>> 16);
        }
        out.writeBytes(bytes);
    }
}
