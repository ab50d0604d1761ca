package tocsin.storage.block;

import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Merging;
import tocsin.storage.codec.ByteIn;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was deleted from a block: stretches of time by series. Filtered out when read, and gone for
/// good when the block is written anew. Immutable.
final class Tombstones {
    private static final int MAGIC = 0x0130BA30;
    private static final int VERSION = 1;
    private static final int HEAD = 5;
    private static final String FILE = "tombstones";

    /// Nothing deleted.
    static final Tombstones NONE = new Tombstones(Map.of());

    private final Map<Long, List<Stretch>> bySeries;

    private Tombstones(Map<Long, List<Stretch>> bySeries) {
        this.bySeries = bySeries;
    }

    /// Deleted times, both ends included.
    record Stretch(long from, long to) {
        boolean holds(long timestamp) {
            return timestamp >= from && timestamp <= to;
        }
    }

    /// Reads the file of a block; none means that nothing was deleted.
    static Tombstones read(Path block) throws IOException {
        Path file = block.resolve(FILE);
        if (!Files.exists(file)) {
            return NONE;
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < HEAD + 4) {
            throw new CorruptDataException(file + ": " + bytes.length + " bytes");
        }
        var in = new ByteIn(bytes, 0, bytes.length - 4);
        if (in.u32() != MAGIC || in.u8() != VERSION) {
            throw new CorruptDataException(file + ": no tombstones of version 1");
        }
        int crc = new ByteIn(bytes, bytes.length - 4, 4).u32();
        if (crc != ByteOut.crc(bytes, HEAD, bytes.length - HEAD - 4)) {
            throw new CorruptDataException(file + ": the checksum does not match");
        }
        var found = new TreeMap<Long, List<Stretch>>();
        while (in.hasMore()) {
            long series = in.uvarint();
            var stretch = new Stretch(in.varint(), in.varint());
            found.computeIfAbsent(series, _ -> new ArrayList<>()).add(stretch);
        }
        return new Tombstones(found);
    }

    /// Writes the file of a block, in place of the one that is there.
    void write(Path block) throws IOException {
        var out = new ByteOut(1024).u32(MAGIC).u8(VERSION);
        bySeries.forEach((series, stretches) -> {
            for (Stretch each : stretches) {
                out.uvarint(series).varint(each.from()).varint(each.to());
            }
        });
        BlockFolders.replace(block.resolve(FILE), out.crcSince(HEAD).toBytes());
    }

    /// The same with more deleted.
    Tombstones with(Map<Long, Stretch> more) {
        var all = new TreeMap<>(bySeries);
        more.forEach((series, stretch) -> all.merge(series, List.of(stretch), Tombstones::united));
        return new Tombstones(all);
    }

    /// In order of time, none touching another.
    private static List<Stretch> united(List<Stretch> some, List<Stretch> more) {
        var sorted = new ArrayList<>(some);
        sorted.addAll(more);
        sorted.sort(Comparator.comparingLong(Stretch::from));
        var united = new ArrayList<Stretch>();
        for (Stretch next : sorted) {
            Stretch last = united.isEmpty() ? null : united.getLast();
            if (last == null || next.from() - 1 > last.to()) {
                united.add(next);
            } else {
                long to = Math.max(last.to(), next.to());
                united.set(united.size() - 1, new Stretch(last.from(), to));
            }
        }
        return united;
    }

    List<Stretch> of(long series) {
        return bySeries.getOrDefault(series, List.of());
    }

    /// How many stretches there are.
    int count() {
        return bySeries.values().stream().mapToInt(List::size).sum();
    }

    /// Appends the samples that were not deleted.
    static void filter(SampleBuffer from, List<Stretch> deleted, SampleBuffer into) {
        Merging.keep(from, at -> isKept(at, deleted), into);
    }

    static boolean isKept(long timestamp, List<Stretch> deleted) {
        for (Stretch stretch : deleted) {
            if (stretch.holds(timestamp)) {
                return false;
            }
        }
        return true;
    }
}
