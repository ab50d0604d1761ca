package tocsin.storage.read;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.Encoding;
import tocsin.storage.chunk.Merging;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;
import tocsin.storage.ingest.HistogramIn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what a server answers to a request with one query, in either form.
final class ReadAnswer {
    private static final String FRAMES = "application/x-streamed-protobuf";
    private static final int LARGEST_FRAME = 50 << 20;
    private static final int LARGEST_UNPACKED = 512 << 20;

    /// What a series, and a sample that was decoded, are worth in samples read.
    private static final long SERIES = 200;

    private static final long DECODED = 5;

    private final Map<Labels, SampleBuffer> found = new TreeMap<>();
    private final long mostSamples;
    private final Patience patience;
    private long samples;

    private ReadAnswer(long mostSamples, Patience patience) {
        this.mostSamples = mostSamples;
        this.patience = patience;
    }

    /// The series of an answer, sorted by labels.
    ///
    /// @throws CorruptDataException when it is none, or larger than it may be
    static List<Series> read(String contentType, byte[] body, long mostSamples, Patience patience)
            throws CorruptDataException {
        var answer = new ReadAnswer(mostSamples, patience);
        if (contentType.startsWith(FRAMES)) {
            answer.frames(body);
        } else {
            answer.results(unpacked(body));
        }
        var series = new ArrayList<Series>(answer.found.size());
        answer.found.forEach((labels, all) -> series.add(new RemoteSeries(labels, all)));
        return series;
    }

    private static byte[] unpacked(byte[] packed) throws CorruptDataException {
        try {
            var snappy = new SnappyJavaDecompressor();
            int length = snappy.getUncompressedLength(packed, 0);
            if (length < 0 || length > LARGEST_UNPACKED) {
                throw new CorruptDataException("an answer that claims " + length + " bytes");
            }
            byte[] message = new byte[length];
            int got = snappy.decompress(packed, 0, packed.length, message, 0, length);
            return got == length ? message : Arrays.copyOf(message, got);
        } catch (MalformedInputException | IndexOutOfBoundsException e) {
            throw new CorruptDataException("an answer that is not compressed by snappy", e);
        }
    }

    private void results(byte[] message) throws CorruptDataException {
        var in = new ProtoIn(message);
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            int outer = in.enter();
            while (in.next()) {
                if (in.field() == 1) {
                    series(in);
                } else {
                    in.skip();
                }
            }
            in.leave(outer);
        }
    }

    private void series(ProtoIn in) throws CorruptDataException {
        var labels = new LabelsBuilder();
        var all = new SampleBuffer();
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> label(in, labels);
                case 2 -> sample(in, all);
                case 4 -> {
                    int inner = in.enter();
                    HistogramIn histogram = HistogramIn.read(in);
                    in.leave(inner);
                    var integers = histogram.integers();
                    all.add(
                            histogram.timestamp(),
                            integers == null ? histogram.floats() : integers.toFloat());
                }
                default -> in.skip();
            }
        }
        in.leave(outer);
        add(labels.build(), all);
    }

    private static void label(ProtoIn in, LabelsBuilder into) throws CorruptDataException {
        String name = "";
        String value = "";
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> value = in.text();
                default -> in.skip();
            }
        }
        in.leave(outer);
        into.set(name, value);
    }

    private static void sample(ProtoIn in, SampleBuffer into) throws CorruptDataException {
        double value = 0;
        long timestamp = 0;
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> value = in.f64();
                case 2 -> timestamp = in.varint();
                default -> in.skip();
            }
        }
        in.leave(outer);
        into.add(timestamp, value);
    }

    private void frames(byte[] body) throws CorruptDataException {
        var in = new ProtoIn(body);
        while (in.position() < body.length) {
            in.range(in.position(), body.length);
            long length = in.varint();
            int at = in.position() + 4;
            if (length < 0 || length > LARGEST_FRAME || length > body.length - at) {
                throw in.wrong(
                        "a frame of "
                                + length
                                + " bytes where "
                                + (body.length - at)
                                + " are left");
            }
            int end = at + (int) length;
            if (crc(body, at - 4) != ByteOut.crc(body, at, (int) length)) {
                throw new CorruptDataException("corrupted frame; checksum mismatch");
            }
            in.range(at, end);
            frame(in);
            in.range(end, body.length);
        }
    }

    private static int crc(byte[] body, int at) {
        return body[at] << 24
                | (body[at + 1] & 0xff) << 16
                | (body[at + 2] & 0xff) << 8
                | (body[at + 3] & 0xff);
    }

    private void frame(ProtoIn in) throws CorruptDataException {
        while (in.next()) {
            if (in.field() == 1) {
                chunkedSeries(in);
            } else {
                in.skip();
            }
        }
    }

    private void chunkedSeries(ProtoIn in) throws CorruptDataException {
        var labels = new LabelsBuilder();
        var all = new SampleBuffer();
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> label(in, labels);
                case 2 -> all = with(all, chunk(in));
                default -> in.skip();
            }
        }
        in.leave(outer);
        add(labels.build(), all);
    }

    private static SampleBuffer with(SampleBuffer all, Chunk chunk) throws CorruptDataException {
        boolean behind = all.size() == 0 || all.timestamp(all.size() - 1) < chunk.minTime();
        if (behind) {
            chunk.read(Long.MIN_VALUE, Long.MAX_VALUE, all);
            return all;
        }
        var own = new SampleBuffer();
        chunk.read(Long.MIN_VALUE, Long.MAX_VALUE, own);
        var merged = new SampleBuffer();
        Merging.merge(all, own, merged);
        return merged;
    }

    private static Chunk chunk(ProtoIn in) throws CorruptDataException {
        long minTime = 0;
        long maxTime = 0;
        int encoding = 0;
        byte[] data = {};
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> minTime = in.varint();
                case 2 -> maxTime = in.varint();
                case 3 -> encoding = (int) in.varint();
                case 4 -> {
                    int length = in.length();
                    data = Arrays.copyOfRange(in.bytes(), in.position(), in.position() + length);
                    in.pass(length);
                }
                default -> in.skip();
            }
        }
        in.leave(outer);
        return Chunk.of(Encoding.of(encoding), minTime, maxTime, data);
    }

    /// A series may come in several frames.
    private void add(Labels labels, SampleBuffer more) throws CorruptDataException {
        patience.spend(SERIES + DECODED * more.size());
        samples += more.size();
        if (samples > mostSamples) {
            throw new CorruptDataException("an answer of more than " + mostSamples + " samples");
        }
        SampleBuffer before = found.get(labels);
        if (before == null) {
            found.put(labels, more);
            return;
        }
        var merged = new SampleBuffer();
        Merging.merge(before, more, merged);
        found.put(labels, merged);
    }
}
