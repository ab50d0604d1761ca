package tocsin.storage.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.chunk.Chunk;
import tocsin.storage.chunk.Encoding;
import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

class MappedChunksTest {
    private static final int FILE = 4096;

    @TempDir private Path folder;

    private MappedChunks open() throws IOException {
        return MappedChunks.open(folder, FILE, new PrometheusRegistry());
    }

    private static Chunk chunk(long from, byte[] data) {
        return new Chunk(Encoding.XOR, from, from + 9, 10, data);
    }

    private static byte[] random(Random random, int size) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        return data;
    }

    @Test
    void whatIsKeptComesBackFromAnyFile() throws IOException {
        Files.writeString(folder.resolve("left over"), "by a process that was killed");
        var random = new Random(1);
        var kept = new ArrayList<Chunk>();
        var data = new ArrayList<byte[]>();
        var given = new ArrayList<Chunk>();
        try (MappedChunks chunks = open()) {
            for (int i = 0; i < 200; i++) {
                data.add(random(random, 2 + random.nextInt(200)));
                given.add(chunk(i, data.getLast()));
                if (random.nextInt(3) == 0 || i == 199) {
                    kept.addAll(chunks.keep(given));
                    given.clear();
                }
            }
            for (int i = 0; i < kept.size(); i++) {
                assertThat(kept.get(i).isMapped()).isTrue();
                assertThat(kept.get(i).minTime()).isEqualTo(i);
                assertThat(kept.get(i).data()).isEqualTo(data.get(i));
            }
            try (Stream<Path> names = Files.list(folder)) {
                assertThat(names).isEmpty();
            }
            assertThat(chunks.bytes()).isEqualTo(data.stream().mapToLong(one -> one.length).sum());
        }
    }

    @Test
    void whatIsForgottenIsLetGoAfterTwoReleases() throws IOException {
        try (MappedChunks chunks = open()) {
            Chunk old = keep(chunks, chunk(0, new byte[100]));
            chunks.forgetBefore(5);
            Chunk fresh = keep(chunks, chunk(100, new byte[100]));
            chunks.forgetBefore(50);
            chunks.release();
            assertThat(old.data()).hasSize(100);
            chunks.release();
            assertThatThrownBy(old::data).isInstanceOf(CorruptDataException.class);
            assertThat(fresh.data()).hasSize(100);
            assertThat(chunks.bytes()).isEqualTo(100);
        }
    }

    @Test
    void whatTheDiskRefusesStaysInMemoryUntilItDoesNot() throws IOException {
        try (MappedChunks chunks = open()) {
            Files.delete(folder);
            Chunk refused = chunk(0, new byte[10]);
            assertThat(keep(chunks, refused)).isSameAs(refused);
            Files.createDirectory(folder);
            assertThat(keep(chunks, refused)).isSameAs(refused);
            chunks.release();
            assertThat(keep(chunks, refused).isMapped()).isTrue();
            Chunk large = chunk(0, new byte[FILE + 1]);
            assertThat(keep(chunks, large)).isSameAs(large);
        }
    }

    @Test
    void aWriterThatIsInterruptedSpoilsNothingForLong() throws IOException {
        try (MappedChunks chunks = open()) {
            Chunk before = keep(chunks, chunk(0, new byte[] {1, 2}));
            Chunk refused = chunk(10, new byte[] {3, 4});
            Thread.currentThread().interrupt();
            assertThat(keep(chunks, refused)).isSameAs(refused);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(before.data()).containsExactly(1, 2);
            chunks.release();
            assertThat(keep(chunks, refused).isMapped()).isTrue();
        }
    }

    private static Chunk keep(MappedChunks chunks, Chunk one) {
        return chunks.keep(List.of(one)).getFirst();
    }

    /// Readers see what was appended up to some moment, nothing torn and nothing twice, while
    /// chunks are sealed, moved, and begun anew in the same room.
    @Test
    void readersSeeAPrefixWhileChunksAreMoved() throws Exception {
        var series = new MemSeries(1, Labels.EMPTY, 0);
        var appended = new AtomicLong();
        int most = 40_000;
        Callable<Integer> reader =
                () -> {
                    int reads = 0;
                    for (; appended.get() < most; reads++) {
                        checkPrefix(series, appended.get());
                    }
                    return reads;
                };
        try (MappedChunks chunks = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
            var bounds = new Bounds(Duration.ofHours(2).toMillis(), 0);
            var metrics = new HeadMetrics(new PrometheusRegistry());
            var head = new Head(bounds, SeriesLimits.DEFAULT, Head.Logs.NONE, 0, chunks, metrics);
            Window window = bounds.replay();
            for (int i = 0; i < most; i++) {
                long bits = Double.doubleToRawLongBits(value(i));
                assertThat(series.append(i * 1000L, bits, window)).isEqualTo(Verdict.STORED);
                head.moveAll(window);
                appended.set(i + 1L);
            }
            for (Future<Integer> each : readers) {
                assertThat(each.get()).isPositive();
            }
            assertThat(chunks.bytes()).isGreaterThan(most);
            checkPrefix(series, most);
        }
    }

    private static void checkPrefix(MemSeries series, long least) throws Exception {
        var seen = new SampleBuffer();
        series.read(-1, Long.MAX_VALUE, seen);
        assertThat((long) seen.size()).isGreaterThanOrEqualTo(least);
        for (int i = 0; i < seen.size(); i++) {
            if (seen.timestamp(i) != i * 1000L || seen.value(i) != value(i)) {
                throw new AssertionError("sample " + i + " is " + seen.timestamp(i));
            }
        }
    }

    private static double value(int i) {
        return Math.sin(i) * i;
    }
}
