package tocsin.storage.block;

import tocsin.labels.Labels;
import tocsin.storage.codec.ByteOut;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The index of a block being written: symbols, series in order of labels, postings, and the table
/// that finds them.
final class IndexWriter implements AutoCloseable {
    static final int MAGIC = 0xBAAAD700;

    private final FileOut file;
    private final ByteOut out = new ByteOut(4096);
    private final Map<String, Integer> symbols = new HashMap<>();
    private final Map<String, Map<String, Ids>> postings = new TreeMap<>(Labels.BYTE_ORDER);
    private final Ids all = new Ids();
    private final long symbolsAt;
    private final long seriesAt;

    /// Where the chunks of a series stand.
    record ChunkPlace(long minTime, long maxTime, long ref) {}

    private static final class Ids {
        private int[] ids = new int[2];
        private int size;

        void add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
            }
            ids[size++] = id;
        }
    }

    /// Begins an index that may use these strings, sorted by bytes.
    IndexWriter(Path block, Collection<String> sortedSymbols) throws IOException {
        file = new FileOut(block.resolve("index"));
        file.write(out.clear().u32(MAGIC).u8(2));
        symbolsAt = file.position();
        writeSymbols(sortedSymbols);
        seriesAt = file.position();
    }

    private void writeSymbols(Collection<String> sorted) throws IOException {
        out.clear().u32(0).u32(sorted.size());
        for (String symbol : sorted) {
            symbols.put(symbol, symbols.size());
            out.text(symbol);
        }
        out.patch32(0, out.size() - 4);
        file.write(out.crcSince(4));
    }

    /// Adds a series, which must come after all before it in order of labels.
    void series(Labels labels, List<ChunkPlace> chunks) throws IOException {
        file.align(16);
        int id = (int) (file.position() / 16);
        out.clear().uvarint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            out.uvarint(symbol(labels.name(i))).uvarint(symbol(labels.value(i)));
            postings.computeIfAbsent(labels.name(i), _ -> new TreeMap<>(Labels.BYTE_ORDER))
                    .computeIfAbsent(labels.value(i), _ -> new Ids())
                    .add(id);
        }
        all.add(id);
        out.uvarint(chunks.size());
        long before = 0;
        long beforeRef = 0;
        for (int i = 0; i < chunks.size(); i++) {
            ChunkPlace chunk = chunks.get(i);
            if (i == 0) {
                out.varint(chunk.minTime()).uvarint(chunk.maxTime() - chunk.minTime());
                out.uvarint(chunk.ref());
            } else {
                out.uvarint(chunk.minTime() - before).uvarint(chunk.maxTime() - chunk.minTime());
                out.varint(chunk.ref() - beforeRef);
            }
            before = chunk.maxTime();
            beforeRef = chunk.ref();
        }
        byte[] content = out.toBytes();
        out.clear().uvarint(content.length);
        int from = out.size();
        file.write(out.raw(content).crcSince(from));
    }

    private int symbol(String text) {
        Integer symbol = symbols.get(text);
        if (symbol == null) {
            throw new IllegalStateException("a string that is no symbol: " + text);
        }
        return symbol;
    }

    void finish() throws IOException {
        file.align(4);
        long postingsAt = file.position();
        var table = new ByteOut(4096);
        int[] entries = {0};
        table.u32(0).u32(0);
        entry(table, entries, "", "", all);
        for (var name : postings.entrySet()) {
            for (var value : name.getValue().entrySet()) {
                entry(table, entries, name.getKey(), value.getKey(), value.getValue());
            }
        }
        file.align(4);
        long tableAt = file.position();
        table.patch32(0, table.size() - 4);
        table.patch32(4, entries[0]);
        file.write(table.crcSince(4));
        out.clear().u64(symbolsAt).u64(seriesAt).u64(postingsAt).u64(tableAt);
        out.u64(postingsAt).u64(tableAt);
        file.write(out.crcSince(0));
        file.finish();
    }

    private void entry(ByteOut table, int[] entries, String name, String value, Ids ids)
            throws IOException {
        file.align(4);
        entries[0]++;
        table.u8(2).text(name).text(value).uvarint(file.position());
        out.clear().u32(4 + 4 * ids.size).u32(ids.size);
        for (int i = 0; i < ids.size; i++) {
            out.u32(ids.ids[i]);
        }
        file.write(out.crcSince(4));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
