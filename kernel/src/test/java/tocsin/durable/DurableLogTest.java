package tocsin.durable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

final class DurableLogTest {
    @TempDir private Path folder;

    @Test
    void whatWasAcknowledgedIsThereAgain() throws Exception {
        write("one", "two", "three");
        assertThat(read()).containsExactly("one", "two", "three");
        write("four");
        assertThat(read()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void aTornTailIsSetAsideAndTheRestKept() throws Exception {
        write("one", "two");
        Path last = newest();
        Files.write(last, new byte[] {0, 0, 0, 9, 1, 2, 3}, StandardOpenOption.APPEND);
        assertThat(read()).containsExactly("one", "two");
        assertThat(Files.size(Path.of(last + ".torn"))).isEqualTo(7);
        write("three");
        assertThat(read()).containsExactly("one", "two", "three");
    }

    @Test
    void aFlippedBitCostsTheRecordItIsInOnly() throws Exception {
        write("one", "two", "three");
        Path file = newest();
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bytes);
            var expected = new ArrayList<>(List.of("one", "two", "three"));
            expected.remove(Math.min(bit / 8 / 11, 2));
            assertThat(records(file)).as("bit %d", bit).isEqualTo(expected);
        }
        write("four");
        assertThat(read()).containsExactly("one", "two", "four");
        assertThat(read()).containsExactly("one", "two", "four");
        assertThat(Files.size(Path.of(file + ".torn"))).isEqualTo(13);
    }

    @Test
    void theDiskThatIsFullIsTriedAgainAndWhatWasRefusedIsNotThere() throws Exception {
        try (var disk = new DiskThread("disk")) {
            var log = DurableLog.open(folder, disk);
            append(log, "one").join();
            Path blocked = folder.resolve("0000000002.log");
            Files.createDirectory(blocked);
            log.closeChannel();
            log.fail(new IOException("No space left on device"));
            assertThat(log.trouble()).hasValueSatisfying(why -> assertThat(why).contains("space"));
            assertThat(log.isWorthCompacting()).isFalse();
            assertThat(append(log, "two")).failsWithin(Duration.ofSeconds(10));
            assertThat(append(log, "three")).failsWithin(Duration.ofSeconds(10));
            Files.delete(blocked);
            append(log, "four").join();
            assertThat(log.trouble()).isEmpty();
        }
        assertThat(read()).containsExactly("one", "four");
    }

    @Test
    void anEveryByteCutNeverGivesWhatWasNotWritten() throws Exception {
        write("alpha", "beta");
        Path file = newest();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            assertThat(records(file))
                    .isEqualTo(
                            List.of("alpha", "beta").subList(0, cut < 13 ? 0 : cut < 25 ? 1 : 2));
        }
    }

    @Test
    void compactingKeepsWhatTheSnapshotSaysAndWhatFollows() throws Exception {
        try (var disk = new DiskThread("disk")) {
            var log = DurableLog.open(folder, disk);
            IntStream.range(0, 50).forEach(i -> log.append(bytes("old" + i), _ -> {}));
            log.compact(List.of(bytes("snapshot")));
            append(log, "after").join();
        }
        assertThat(segments()).isEqualTo(2);
        assertThat(read()).containsExactly("snapshot", "after");
    }

    @Test
    void aLogThatIsClosedRefuses() throws Exception {
        var disk = new DiskThread("disk");
        var log = DurableLog.open(folder, disk);
        disk.close();
        assertThat(append(log, "late")).isCompletedExceptionally();
    }

    private void write(String... texts) throws IOException, InterruptedException {
        try (var disk = new DiskThread("disk")) {
            var log = DurableLog.open(folder, disk);
            for (String text : texts) {
                append(log, text).join();
            }
        }
    }

    private List<String> read() throws IOException, InterruptedException {
        try (var disk = new DiskThread("disk")) {
            var texts = new ArrayList<String>();
            DurableLog.open(folder, disk).recover(bytes -> texts.add(text(bytes)));
            return texts;
        }
    }

    private static List<String> records(Path file) throws IOException {
        var texts = new ArrayList<String>();
        Segment.read(file, bytes -> texts.add(text(bytes)));
        return texts;
    }

    private long segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    private Path newest() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> file.toFile().length() > 0)
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static CompletableFuture<Void> append(DurableLog log, String text) {
        var done = new CompletableFuture<Void>();
        log.append(
                bytes(text),
                failure -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
        return done;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
