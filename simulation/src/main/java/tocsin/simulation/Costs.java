package tocsin.simulation;

import tocsin.durable.DiskThread;
import tocsin.durable.DurableLog;
import tocsin.simulation.Register.Value;
import tocsin.testkit.SimLoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/// What it costs two members to find and mend their differences, by entries and differences, in
/// bytes sent both ways, up to so many entries; and how long a member needs to recover a million
/// from its log in a folder: `Costs compare MOST` and `Costs recover FOLDER`.
public final class Costs {
    private final SimLoop loop = new SimLoop();
    private final SplittableRandom chance = new SplittableRandom(1);
    private final SimNetwork network = new SimNetwork(loop, chance.split());
    private final SimDisk first = new SimDisk(loop, chance.split());
    private final SimDisk second = new SimDisk(loop, chance.split());

    private Costs() {}

    /// What to measure, and how much or where.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("recover")) {
            recover(Path.of(arguments[1]), 1_000_000);
            return;
        }
        System.out.println("entries  differences  bytes  repaired");
        for (int entries = 1_000; entries <= Integer.parseInt(arguments[1]); entries *= 10) {
            for (int differences : new int[] {0, 1, 10, 100, 1_000}) {
                new Costs().compare(entries, differences);
            }
        }
    }

    private void compare(int entries, int differences) {
        var a = new SimMember("a", loop, network, first, Duration.ZERO);
        var b = new SimMember("b", loop, network, second, Duration.ZERO);
        for (int i = 0; i < entries; i++) {
            a.map().put("key" + i, new Value(i, "x".repeat(100)));
            if (i % 10_000 == 0) {
                loop.advance(Duration.ofMillis(20));
            }
        }
        loop.advance(Duration.ofMinutes(2));
        network.cut("a", "b");
        network.cut("b", "a");
        loop.advance(Duration.ofSeconds(5));
        b.crash();
        for (int i = 0; i < differences; i++) {
            a.map().put("key" + chance.nextInt(entries), new Value(entries + i, "y".repeat(100)));
        }
        loop.advance(Duration.ofSeconds(5));
        a.crash();
        network.healAll();
        var again = new SimMember("a", loop, network, first, Duration.ZERO);
        var returned = new SimMember("b", loop, network, second, Duration.ZERO);
        long before = network.bytes();
        loop.advance(Duration.ofSeconds(4));
        long bytes = network.bytes() - before;
        System.out.printf(
                "%7d %12d %9d  %s%n",
                entries,
                differences,
                bytes,
                again.map().size() == entries && again.digest().equals(returned.digest()));
    }

    private static void recover(Path folder, int entries) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        byte[][] records = records(entries);
        try (var writer = new DiskThread("disk")) {
            DurableLog log = DurableLog.open(folder.resolve("registers"), writer);
            long begun = System.nanoTime();
            var done = new CountDownLatch(1);
            for (int i = 0; i < entries; i += 50_000) {
                for (int j = i; j < Math.min(entries, i + 50_000); j++) {
                    log.append(records[j], _ -> {});
                }
                var written = new CountDownLatch(1);
                log.barrier(_ -> written.countDown());
                written.await();
            }
            log.barrier(_ -> done.countDown());
            done.await();
            System.out.printf(
                    "written: %d entries, %d MB, %d ms%n",
                    entries, log.size() >> 20, (System.nanoTime() - begun) / 1_000_000);
        }
        for (int round = 0; round < 3; round++) {
            try (var writer = new DiskThread("disk")) {
                long begun = System.nanoTime();
                long spent = processorMillis();
                var recovered =
                        SimMember.over(
                                map -> DurableLog.open(folder.resolve(map), writer), new SimLoop());
                System.out.printf(
                        "recovered: %d entries, %d ms, processors %d ms in all%n",
                        recovered,
                        (System.nanoTime() - begun) / 1_000_000,
                        processorMillis() - spent);
            }
        }
    }

    private static long processorMillis() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    /// What a member writes to its log for as many entries.
    private static byte[][] records(int entries) throws IOException {
        var loop = new SimLoop();
        byte[][] records = new byte[entries][];
        var network = new SimNetwork(loop, new SplittableRandom(1));
        var disk = new SimDisk(loop, new SplittableRandom(1));
        var member = new SimMember("a", loop, network, disk, Duration.ZERO);
        for (int i = 0; i < entries; i++) {
            member.map().put("key" + i, new Value(i, "x".repeat(200)));
        }
        loop.advance(Duration.ofSeconds(30));
        int[] next = {0};
        disk.open("registers").recover(record -> records[next[0]++] = record);
        return records;
    }
}
