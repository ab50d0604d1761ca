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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was deleted from a block: stretches of time by series. Filtered out when read, and gone for
/// good when the block is merged with others.
final class Tombstones {
    static final int MAGIC = 0x0130BA30;

    private final Map<Long, List<Stretch>> bySeries = new HashMap<>();

    /// Deleted times, both ends included.
    record Stretch(long from, long to) {
        boolean holds(long timestamp) {
            return timestamp >= from && timestamp <= to;
        }
    }

    /// Reads the file of a block; none means that nothing was deleted.
    static Tombstones read(Path block) throws IOException {
        Path file = block.resolve("tombstones");
        var tombstones = new Tombstones();
        if (!Files.exists(file)) {
            return tombstones;
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 9) {
            throw new CorruptDataException(file + ": " + bytes.length + " bytes");
        }
        var in = new ByteIn(bytes, 0, bytes.length - 4);
        if (in.u32() != MAGIC || in.u8() != 1) {
            throw new CorruptDataException(file + ": no tombstones of version 1");
        }
        int crc = new ByteIn(bytes, bytes.length - 4, 4).u32();
        if (crc != ByteOut.crc(bytes, 5, bytes.length - 9)) {
            throw new CorruptDataException(file + ": the checksum does not match");
        }
        while (in.hasMore()) {
            long series = in.uvarint();
            var stretch = new Stretch(in.varint(), in.varint());
            tombstones.bySeries.computeIfAbsent(series, _ -> new ArrayList<>()).add(stretch);
        }
        return tombstones;
    }

    List<Stretch> of(long series) {
        return bySeries.getOrDefault(series, List.of());
    }

    /// Appends the samples that were not deleted.
    static void filter(SampleBuffer from, List<Stretch> deleted, SampleBuffer into) {
        for (int i = 0; i < from.size(); i++) {
            long at = from.timestamp(i);
            if (deleted.stream().noneMatch(stretch -> stretch.holds(at))) {
                Merging.copy(from, i, into);
            }
        }
    }
}
