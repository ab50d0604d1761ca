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
    ///
    /// @param whole whether every entry could be read
    record Ack(String map, long number, boolean whole) implements Frame {}

    /// The sum of a map's digest, entries that ended by `horizon` left out.
    ///
    /// @param horizon in minutes since 1970
    /// @param count of the entries
    /// @param wallMillis the sender's wall clock
    /// @param answer whether this answers another's root, and so needs none itself
    /// @param authority whether what the sender lacks was deleted
    record Root(
            String map,
            long horizon,
            long root,
            long count,
            long wallMillis,
            boolean answer,
            boolean authority)
            implements Frame {}

    /// The sums of the children of some nodes, after those of the nodes differed.
    record Nodes(String map, long horizon, List<Sums> nodes) implements Frame {}

    /// A node and the sums of its children.
    record Sums(DigestTree.Node node, long[] children) {}

    /// The hashes of the entries below some nodes, after their sums differed.
    ///
    /// @param answer whether this answers another's items
    /// @param authority whether what the sender lacks was deleted
    record Items(
            String map, long horizon, boolean answer, boolean authority, List<Listing> listings)
            implements Frame {}

    /// A node and the entries below it: the hashes of their keys, and of all of each.
    record Listing(DigestTree.Node node, long[] places, long[] hashes) {}

    /// Asks for entries by the hashes of their keys.
    record Want(String map, long[] places) implements Frame {}

    /// The bytes of a frame.
    static byte[] encode(Frame frame) {
        return switch (frame) {
            case Delta(var map, var number, var entries) -> {
                FieldWriter out =
                        new FieldWriter(1).text(map).number(number).number(entries.size());
                entries.forEach(out::block);
                yield out.bytes();
            }
            case Ack(var map, var number, var whole) ->
                    new FieldWriter(2).text(map).number(number).flag(whole).bytes();
            case Root root ->
                    new FieldWriter(3)
                            .text(root.map())
                            .signed(root.horizon())
                            .fixed(root.root())
                            .number(root.count())
                            .signed(root.wallMillis())
                            .flag(root.answer())
                            .flag(root.authority())
                            .bytes();
            case Nodes(var map, var horizon, var nodes) -> {
                FieldWriter out = new FieldWriter(4).text(map).signed(horizon).number(nodes.size());
                for (Sums sums : nodes) {
                    fixed(node(out, sums.node()), sums.children());
                }
                yield out.bytes();
            }
            case Items items -> encode(items);
            case Want(var map, var places) ->
                    fixed(new FieldWriter(6).text(map).number(places.length), places).bytes();
        };
    }

    private static byte[] encode(Items items) {
        FieldWriter out =
                new FieldWriter(5)
                        .text(items.map())
                        .signed(items.horizon())
                        .flag(items.answer())
                        .flag(items.authority())
                        .number(items.listings().size());
        for (Listing listing : items.listings()) {
            node(out, listing.node()).number(listing.places().length);
            fixed(fixed(out, listing.places()), listing.hashes());
        }
        return out.bytes();
    }

    private static FieldWriter node(FieldWriter out, DigestTree.Node node) {
        return out.number(node.level()).number(node.index());
    }

    private static FieldWriter fixed(FieldWriter out, long[] values) {
        for (long value : values) {
            out.fixed(value);
        }
        return out;
    }

    /// Reads a frame.
    ///
    /// @throws IllegalArgumentException when it is none
    static Frame decode(byte[] bytes) {
        var in = new FieldReader(bytes, 6);
        String map = in.text();
        Frame frame =
                switch (in.version()) {
                    case 1 -> new Delta(map, in.number(), entries(in));
                    case 2 -> new Ack(map, in.number(), in.flag());
                    case 3 ->
                            new Root(
                                    map,
                                    in.signed(),
                                    in.fixed(),
                                    in.number(),
                                    in.signed(),
                                    in.flag(),
                                    in.flag());
                    case 4 -> new Nodes(map, in.signed(), nodes(in));
                    case 5 -> new Items(map, in.signed(), in.flag(), in.flag(), listings(in));
                    case 6 -> new Want(map, fixed(in, in.count(Long.BYTES)));
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

    private static List<Sums> nodes(FieldReader in) {
        int count = in.count(DigestTree.WIDTH * Long.BYTES);
        var nodes = new ArrayList<Sums>(count);
        for (int i = 0; i < count; i++) {
            DigestTree.Node node = node(in);
            if (node.level() == DigestTree.LEAVES) {
                throw new IllegalArgumentException("a leaf has no children");
            }
            nodes.add(new Sums(node, fixed(in, DigestTree.WIDTH)));
        }
        return nodes;
    }

    private static List<Listing> listings(FieldReader in) {
        int count = in.count(3);
        var listings = new ArrayList<Listing>(count);
        for (int i = 0; i < count; i++) {
            DigestTree.Node node = node(in);
            int items = in.count(2 * Long.BYTES);
            listings.add(new Listing(node, fixed(in, items), fixed(in, items)));
        }
        return listings;
    }

    private static DigestTree.Node node(FieldReader in) {
        long level = in.number();
        long index = in.number();
        if (level < 0 || level > DigestTree.LEAVES || index != (int) index) {
            throw new IllegalArgumentException("no node " + index + " at level " + level);
        }
        return new DigestTree.Node((int) level, (int) index);
    }

    private static long[] fixed(FieldReader in, int count) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.fixed();
        }
        return values;
    }
}
