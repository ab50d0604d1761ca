package tocsin.mesh;

import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;

import java.util.ArrayList;
import java.util.List;

/// What members say to each other about one map.
sealed interface Frame {
    /// Larger ones are refused unread.
    int LARGEST = 32 << 20;

    /// The map.
    String map();

    /// Entries that changed, to be acknowledged by `number` once they are on disk.
    record Delta(String map, long number, List<byte[]> entries) implements Frame {}

    /// A delta is safe.
    record Ack(String map, long number) implements Frame {}

    /// A map's digest as one number, entries that ended by `horizon` left out.
    ///
    /// @param horizon in minutes since 1970
    /// @param answer whether this answers another's root, and so needs none itself
    record Root(String map, long horizon, long root, boolean answer) implements Frame {}

    /// A map's whole digest, after the roots differed.
    record Buckets(String map, long horizon, long[] sums) implements Frame {}

    /// Asks for the entries of some buckets.
    record Want(String map, List<Integer> buckets) implements Frame {}

    /// The bytes of a frame.
    static byte[] encode(Frame frame) {
        return switch (frame) {
            case Delta(var map, var number, var entries) -> {
                FieldWriter out =
                        new FieldWriter(1).text(map).number(number).number(entries.size());
                entries.forEach(out::block);
                yield out.bytes();
            }
            case Ack(var map, var number) -> new FieldWriter(2).text(map).number(number).bytes();
            case Root(var map, var horizon, var root, var answer) ->
                    new FieldWriter(3).text(map).number(horizon).fixed(root).flag(answer).bytes();
            case Buckets(var map, var horizon, var sums) -> {
                FieldWriter out = new FieldWriter(4).text(map).number(horizon);
                for (long sum : sums) {
                    out.fixed(sum);
                }
                yield out.bytes();
            }
            case Want(var map, var buckets) -> {
                FieldWriter out = new FieldWriter(5).text(map).number(buckets.size());
                buckets.forEach(out::number);
                yield out.bytes();
            }
        };
    }

    /// Reads a frame.
    ///
    /// @throws IllegalArgumentException when it is none
    static Frame decode(byte[] bytes) {
        var in = new FieldReader(bytes, 5);
        String map = in.text();
        Frame frame =
                switch (in.version()) {
                    case 1 -> new Delta(map, in.number(), entries(in));
                    case 2 -> new Ack(map, in.number());
                    case 3 -> new Root(map, in.number(), in.fixed(), in.flag());
                    case 4 -> new Buckets(map, in.number(), sums(in));
                    case 5 -> new Want(map, buckets(in));
                    default -> throw new IllegalArgumentException("no such frame: " + in.version());
                };
        in.end();
        return frame;
    }

    private static List<byte[]> entries(FieldReader in) {
        int count = in.count(1);
        var entries = new ArrayList<byte[]>(count);
        for (int i = 0; i < count; i++) {
            entries.add(in.block());
        }
        return entries;
    }

    private static long[] sums(FieldReader in) {
        long[] sums = new long[Digest.BUCKETS];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.fixed();
        }
        return sums;
    }

    private static List<Integer> buckets(FieldReader in) {
        int count = in.count(1);
        var buckets = new ArrayList<Integer>(count);
        for (int i = 0; i < count; i++) {
            buckets.add((int) in.number());
        }
        return buckets;
    }
}
