package tocsin.simulation;

import tocsin.simulation.Register.Value;
import tocsin.testkit.SimLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// How long one write takes to reach all, and what a member sends, by the number of members: `Scale
/// 3 10 30 100 1000`. Messages take up to five milliseconds, fsyncs up to eight; one map.
public final class Scale {
    private static final Duration SETTLE = Duration.ofSeconds(12);
    private static final Duration STEP = Duration.ofMillis(1);
    private static final int WRITES = 20;

    private final SimLoop loop = new SimLoop();
    private final SplittableRandom chance = new SplittableRandom(1);
    private final SimNetwork network = new SimNetwork(loop, chance.split());
    private final List<SimMember> members = new ArrayList<>();

    private Scale(int count, Duration slowest) {
        network.slowest(slowest);
        for (int i = 0; i < count; i++) {
            var disk = new SimDisk(loop, chance.split());
            String name = String.format(Locale.ROOT, "m%04d", i);
            members.add(new SimMember(name, loop, network, disk, Duration.ZERO));
        }
        loop.advance(SETTLE);
    }

    /// The numbers of members to try.
    public static void main(String[] counts) {
        System.out.println("members  p50 ms  p99 ms  idle B/s  B/s at 100 changes/s");
        for (String count : counts) {
            var scale = new Scale(Integer.parseInt(count), Duration.ofMillis(5));
            List<Long> spread = scale.spread();
            System.out.printf(
                    "%7s %7d %7d %9d %9d%n",
                    count,
                    spread.get(spread.size() / 2),
                    spread.get(spread.size() * 99 / 100),
                    scale.bytes(0),
                    scale.bytes(100));
        }
    }

    /// After how many milliseconds each member had each write, in order.
    private List<Long> spread() {
        var spread = new ArrayList<Long>();
        for (int i = 1; i <= WRITES; i++) {
            String key = "silence" + i;
            int writer = chance.nextInt(members.size());
            members.get(writer).map().put(key, new Value(i, "x".repeat(250)));
            List<SimMember> without = new ArrayList<>(members);
            for (long millis = 0; !without.isEmpty() && millis < 30_000; millis++) {
                long now = millis;
                without.removeIf(member -> {
                    boolean has = member.map().get(key).isPresent();
                    if (has) {
                        spread.add(now);
                    }
                    return has;
                });
                loop.advance(STEP);
            }
        }
        spread.sort(null);
        return spread;
    }

    /// What a member sends in a second while so many changes are made in it.
    private long bytes(int changesPerSecond) {
        int seconds = 10;
        long before = network.bytes();
        for (int i = 0; i < seconds * 10; i++) {
            for (int j = 0; j < changesPerSecond / 10; j++) {
                SimMember writer = members.get(chance.nextInt(members.size()));
                writer.map().put("key" + chance.nextInt(1_000), new Value(i, "x".repeat(250)));
            }
            loop.advance(Duration.ofMillis(100));
        }
        return (network.bytes() - before) / seconds / members.size();
    }
}
