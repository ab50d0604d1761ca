package tocsin.storage.read;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.ChunkedSeries;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoOut;
import tocsin.storage.ingest.HistogramOut;
import tocsin.storage.read.ReadRequest.Query;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Lets other servers read this store: as samples, or as chunks that are passed on without being
/// decoded. External labels are the installation's, so a selection by them selects everything, and
/// every answer bears them.
public final class RemoteReadServer {
    private final SeriesSource source;
    private final Labels external;
    private final Limits limits;
    private final Semaphore gate;

    /// How much is read at once.
    ///
    /// @param samples of one answer, at most
    /// @param concurrent requests; more wait
    /// @param frameBytes from which on a frame of chunks ends
    public record Limits(long samples, int concurrent, int frameBytes) {
        /// Upstream's.
        public static final Limits DEFAULT = new Limits(50_000_000, 10, 1 << 20);
    }

    /// What to answer.
    public sealed interface Answer {
        /// A `prometheus.ReadResponse`, to be compressed.
        record Samples(byte[] message) implements Answer {
            @Override
            public boolean isChunked() {
                return false;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(message);
            }
        }

        /// Frames of `prometheus.ChunkedReadResponse`, made as they are written.
        record Chunks(RemoteReadServer server, ReadRequest request) implements Answer {
            @Override
            public boolean isChunked() {
                return true;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                server.frames(request, out);
            }
        }

        /// Whether these are frames of chunks.
        boolean isChunked();

        /// Writes the body.
        void writeTo(OutputStream out) throws IOException;
    }

    /// Reads from a source.
    public RemoteReadServer(SeriesSource source, Labels external, Limits limits) {
        this.source = source;
        this.external = external;
        this.limits = limits;
        this.gate = new Semaphore(limits.concurrent(), true);
    }

    /// Answers a request, already decompressed.
    ///
    /// @throws CorruptDataException when it is none
    /// @throws ReadRefusedException when it asks for what cannot be had
    /// @throws SourceException when the store fails
    public Answer read(byte[] message)
            throws CorruptDataException,
                    ReadRefusedException,
                    SourceException,
                    InterruptedException {
        ReadRequest request = ReadRequest.read(message);
        return switch (form(request.accepted())) {
            case ReadRequest.CHUNKS -> new Answer.Chunks(this, request);
            default -> {
                gate.acquire();
                try {
                    yield new Answer.Samples(samples(request));
                } finally {
                    gate.release();
                }
            }
        };
    }

    private static int form(List<Integer> accepted) throws ReadRefusedException {
        if (accepted.isEmpty()) {
            return ReadRequest.SAMPLES;
        }
        for (int each : accepted) {
            if (each == ReadRequest.SAMPLES || each == ReadRequest.CHUNKS) {
                return each;
            }
        }
        throw new ReadRefusedException(
                "server does not support any of the requested response types: "
                        + accepted
                        + "; supported: map[SAMPLES:{} STREAMED_XOR_CHUNKS:{}]");
    }

    /// Takes a series that was selected.
    private interface Taker {
        void take(Series series) throws SourceException, ReadRefusedException, IOException;
    }

    private void each(Query query, Taker taker)
            throws SourceException, ReadRefusedException, IOException {
        List<Matcher> matchers = query.matchers().stream().map(this::own).toList();
        long after = query.from() == Long.MIN_VALUE ? query.from() : query.from() - 1;
        try (var selector = source.prepare(matchers)) {
            for (Series series : selector.select(after, query.to()).series()) {
                taker.take(series);
            }
        }
    }

    /// No sample here bears the external labels, so what asks for them asks for none.
    private Matcher own(Matcher matcher) {
        boolean isExternal =
                matcher.type() == MatchType.EQUAL
                        && external.find(matcher.name())
                                .filter(matcher.value()::equals)
                                .isPresent();
        return isExternal ? Matcher.equal(matcher.name(), "") : matcher;
    }

    private ProtoOut series(Labels labels) {
        Labels all = labels;
        if (!external.isEmpty()) {
            var builder = external.toBuilder();
            labels.forEachLabel(builder::set);
            all = builder.build();
        }
        var out = new ProtoOut(256);
        all.forEachLabel(
                (name, value) -> out.message(1, new ProtoOut(64).text(1, name).text(2, value)));
        return out;
    }

    private byte[] samples(ReadRequest request) throws SourceException, ReadRefusedException {
        var answer = new ProtoOut(4096);
        long[] count = {0};
        try {
            for (Query query : request.queries()) {
                var result = new ProtoOut(4096);
                each(query, series -> addSamples(query, series, count, result));
                answer.message(1, result);
            }
        } catch (IOException e) {
            throw new SourceException(String.valueOf(e.getMessage()), e);
        }
        return answer.toBytes();
    }

    private void addSamples(Query query, Series series, long[] count, ProtoOut result)
            throws SourceException, ReadRefusedException {
        var samples = new SampleBuffer();
        series.read(query.from() - 1, query.to(), samples);
        if (samples.size() == 0) {
            return;
        }
        count[0] += samples.size();
        if (count[0] > limits.samples()) {
            throw new ReadRefusedException("exceeded sample limit (" + limits.samples() + ")");
        }
        ProtoOut out = series(series.labels());
        for (int i = 0; i < samples.size(); i++) {
            var histogram = samples.histogram(i);
            if (histogram == null) {
                var one = new ProtoOut(32).f64(1, samples.value(i));
                out.message(2, one.varint(2, samples.timestamp(i)));
            } else {
                out.message(4, HistogramOut.of(histogram, samples.timestamp(i)));
            }
        }
        result.message(1, out);
    }

    private void frames(ReadRequest request, OutputStream into) throws IOException {
        gate.acquireUninterruptibly();
        try {
            for (int i = 0; i < request.queries().size(); i++) {
                Query query = request.queries().get(i);
                int index = i;
                each(query, series -> addFrames(query, index, series, into));
            }
        } catch (SourceException | ReadRefusedException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } finally {
            gate.release();
        }
    }

    private void addFrames(Query query, int index, Series series, OutputStream into)
            throws IOException {
        if (!(series instanceof ChunkedSeries chunked)) {
            throw new IOException("series " + series.labels() + " has no chunks to pass on");
        }
        var waiting = new ArrayList<Chunk>();
        long bytes = 0;
        for (Chunk chunk : chunked.chunks(query.from() - 1, query.to())) {
            waiting.add(chunk);
            bytes += chunk.size();
            if (bytes > limits.frameBytes()) {
                frame(index, series.labels(), waiting, into);
                waiting.clear();
                bytes = 0;
            }
        }
        if (!waiting.isEmpty()) {
            frame(index, series.labels(), waiting, into);
        }
    }

    private void frame(int index, Labels labels, List<Chunk> chunks, OutputStream into)
            throws IOException {
        ProtoOut series = series(labels);
        for (Chunk chunk : chunks) {
            var one = new ProtoOut(64).varint(1, chunk.minTime()).varint(2, chunk.maxTime());
            one.varint(3, chunk.encoding().id()).bytes(4, chunk.data());
            series.message(2, one);
        }
        byte[] message = new ProtoOut(1024).message(1, series).varint(2, index).toBytes();
        var head = new ByteOut(16).uvarint(message.length);
        head.u32(ByteOut.crc(message, 0, message.length));
        into.write(head.array(), 0, head.size());
        into.write(message);
    }
}
