package tocsin.storage.block;

import org.roaringbitmap.RoaringBitmap;

import tocsin.labels.Labels;
import tocsin.promql.source.Patience;
import tocsin.storage.block.IndexWriter.ChunkPlace;
import tocsin.storage.block.Mapped.Cursor;
import tocsin.storage.codec.ByteIn;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.match.SearchableIndex;
import tocsin.storage.match.ValueTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The index of a block, read where it stands. In memory are the places of symbols, and of every
/// 32nd value of each label.
final class BlockIndex implements SearchableIndex {
    private static final int TOC = 52;
    private static final int SAMPLED = 32;

    /// What testing a value is worth, in samples read.
    private static final long TEST = 50;

    private final Mapped file;
    private final int[] symbols;
    private final long symbolsAt;
    private final Map<String, LabelValues> names = new LinkedHashMap<>();
    private final RoaringBitmap all;

    private record SeriesEntry(Labels labels, List<ChunkPlace> chunks) {}

    /// Where the values of a label stand in the table.
    private static final class LabelValues {
        private int[] sampled = new int[4];
        private int count;
        private long end;

        void add(long at) {
            if (count % SAMPLED == 0) {
                int index = count / SAMPLED;
                if (index == sampled.length) {
                    sampled = Arrays.copyOf(sampled, 2 * index);
                }
                sampled[index] = (int) at;
            }
            count++;
        }
    }

    BlockIndex(Path block) throws IOException {
        file = new Mapped(block.resolve("index"));
        long size = file.size();
        if (size < 5 + TOC || file.u32(0) != IndexWriter.MAGIC) {
            throw file.wrong("no index");
        }
        if (file.u8(4) != 2) {
            throw file.wrong("an index of version " + file.u8(4) + ", only 2 can be read");
        }
        byte[] toc = file.checked(size - TOC, TOC - 4);
        var in = new ByteIn(toc);
        symbolsAt = in.u64();
        in.skip(3 * 8);
        in.skip(8);
        long tableAt = in.u64();
        symbols = readSymbols();
        all = readTable(tableAt);
    }

    private int[] readSymbols() throws CorruptDataException {
        long count = file.u32(symbolsAt + 4) & 0xffffffffL;
        if (count > file.size()) {
            throw file.wrong(count + " symbols");
        }
        int[] places = new int[(int) count];
        Cursor cursor = file.at(symbolsAt + 8);
        for (int i = 0; i < places.length; i++) {
            places[i] = (int) (cursor.position() - symbolsAt);
            cursor.skipText();
        }
        return places;
    }

    private String symbol(long number) throws CorruptDataException {
        if (number < 0 || number >= symbols.length) {
            throw file.wrong("symbol " + number + " of " + symbols.length);
        }
        return file.at(symbolsAt + (symbols[(int) number] & 0xffffffffL)).text();
    }

    /// Reads the table of postings once, and gives all series.
    private RoaringBitmap readTable(long tableAt) throws CorruptDataException {
        long count = file.u32(tableAt + 4) & 0xffffffffL;
        Cursor cursor = file.at(tableAt + 8);
        RoaringBitmap everything = new RoaringBitmap();
        for (long i = 0; i < count; i++) {
            long at = cursor.position();
            cursor.u8();
            String name = cursor.text();
            cursor.skipText();
            long postings = cursor.uvarint();
            if (name.isEmpty()) {
                addPostings(postings, everything);
            } else {
                LabelValues values = names.computeIfAbsent(name, _ -> new LabelValues());
                values.add(at);
                values.end = cursor.position();
            }
        }
        return everything;
    }

    private void addPostings(long at, RoaringBitmap into) throws CorruptDataException {
        long count = file.u32(at + 4) & 0xffffffffL;
        if (count > file.size() / 4) {
            throw file.wrong("a list of " + count + " series");
        }
        for (long i = 0; i < count; i++) {
            into.add(file.u32(at + 8 + 4 * i));
        }
    }

    @Override
    public RoaringBitmap all() {
        return all;
    }

    Set<String> labelNames() {
        return names.keySet();
    }

    /// Called for each value of a label with the place of its series, in order of values.
    @FunctionalInterface
    private interface Values {
        /// Says whether to go on.
        boolean take(String value, long postings) throws CorruptDataException;
    }

    private void each(LabelValues values, long from, Values taker) throws CorruptDataException {
        Cursor cursor = file.at(from);
        boolean more = true;
        while (more && cursor.position() < values.end) {
            cursor.u8();
            cursor.skipText();
            String value = cursor.text();
            more = taker.take(value, cursor.uvarint());
        }
    }

    List<String> labelValues(String name) throws CorruptDataException {
        var all = new ArrayList<String>();
        LabelValues values = names.get(name);
        if (values != null) {
            each(values, first(values), (value, _) -> all.add(value));
        }
        return all;
    }

    private static long first(LabelValues values) {
        return values.sampled[0] & 0xffffffffL;
    }

    @Override
    public RoaringBitmap having(String name) {
        var union = new RoaringBitmap();
        LabelValues values = names.get(name);
        try {
            if (values != null) {
                each(
                        values,
                        first(values),
                        (_, postings) -> {
                            addPostings(postings, union);
                            return true;
                        });
            }
        } catch (CorruptDataException e) {
            throw new UncheckedIOException(e);
        }
        return union;
    }

    @Override
    public void addNamed(ValueTest test, RoaringBitmap into, Patience patience) {
        LabelValues values = names.get(test.name());
        Set<String> words = test.words();
        if (values == null) {
            return;
        }
        try {
            if (words == null) {
                each(
                        values,
                        first(values),
                        (value, postings) -> {
                            patience.spend(TEST);
                            if (test.names(value)) {
                                addPostings(postings, into);
                            }
                            return true;
                        });
                return;
            }
            for (String word : words) {
                patience.spend(TEST);
                addValue(values, word, into);
            }
        } catch (CorruptDataException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addValue(LabelValues values, String word, RoaringBitmap into)
            throws CorruptDataException {
        int low = 0;
        int high = (values.count - 1) / SAMPLED;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            Cursor cursor = file.at(values.sampled[middle] & 0xffffffffL);
            cursor.u8();
            cursor.skipText();
            if (Labels.BYTE_ORDER.compare(cursor.text(), word) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        each(
                values,
                values.sampled[low] & 0xffffffffL,
                (value, postings) -> {
                    int order = Labels.BYTE_ORDER.compare(value, word);
                    if (order == 0) {
                        addPostings(postings, into);
                    }
                    return order < 0;
                });
    }

    /// Reads a series by its number.
    BlockSeries series(int id, Block block) throws CorruptDataException {
        SeriesEntry entry = entry(id);
        return new BlockSeries(entry.labels(), block, entry.chunks(), id & 0xffffffffL);
    }

    private SeriesEntry entry(int id) throws CorruptDataException {
        Cursor cursor = file.at(16 * (id & 0xffffffffL));
        long length = cursor.uvarint();
        var in = new ByteIn(file.checked(cursor.position(), length));
        int count = in.count(2);
        String[] pairs = new String[2 * count];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = symbol(in.uvarint());
        }
        int chunkCount = in.count(3);
        var chunks = new ArrayList<ChunkPlace>(chunkCount);
        long before = 0;
        long ref = 0;
        for (int i = 0; i < chunkCount; i++) {
            long minTime = i == 0 ? in.varint() : before + in.uvarint();
            long maxTime = minTime + in.uvarint();
            ref = i == 0 ? in.uvarint() : ref + in.varint();
            chunks.add(new ChunkPlace(minTime, maxTime, ref));
            before = maxTime;
        }
        return new SeriesEntry(Labels.ofSorted(pairs), chunks);
    }
}
