package tocsin.simulation;

import tocsin.mesh.swim.SwimTiming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How long members take to find each other, to miss one that was killed or stopped, and to welcome
/// it back; what that costs when nothing happens; and whom they wrong meanwhile.
public final class Detection {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final int SEEDS_NAMED = 3;

    private final int members;
    private final List<String> names;
    private final List<Long> formed = new ArrayList<>();
    private final List<Long> killed = new ArrayList<>();
    private final List<Long> stopped = new ArrayList<>();
    private final List<Long> back = new ArrayList<>();
    private double packets;
    private double bytes;
    private long accusations;
    private long falselyMissed;

    private Detection(int members) {
        this.members = members;
        this.names = IntStream.range(0, members).mapToObj("m%04d"::formatted).toList();
    }

    /// What came of all runs of one size. Spans are of the last member that came to know, in
    /// milliseconds and in order.
    ///
    /// @param packets that a member sent in a second in which nothing happened
    /// @param bytes of these
    /// @param accusations while nothing was broken
    /// @param falselyMissed how often a member was taken for dead that ran
    record Figures(
            List<Long> formed,
            List<Long> killed,
            List<Long> stopped,
            List<Long> back,
            double packets,
            double bytes,
            long accusations,
            long falselyMissed) {}

    /// How many runs for each size, and the sizes; by default 50, a tenth above 30 members.
    public static void main(String[] arguments) {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
        int[] sizes =
                arguments.length > 1
                        ? Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray()
                        : new int[] {3, 5, 10, 30, 100};
        System.out.println(
                "members  formed  killed p50/p99  stopped p50/p99  back p50/p99"
                        + "  idle packets/s  idle B/s  accusations  falsely missed");
        for (int size : sizes) {
            print(size, measure(size, size > 30 ? Math.max(1, runs / 10) : runs));
        }
    }

    private static void print(int members, Figures figures) {
        System.out.printf(
                Locale.ROOT,
                "%7d  %6d  %14s  %15s  %12s  %14.1f  %8.0f  %11d  %14d%n",
                members,
                at(figures.formed(), 0.5),
                at(figures.killed(), 0.5) + "/" + at(figures.killed(), 0.99),
                at(figures.stopped(), 0.5) + "/" + at(figures.stopped(), 0.99),
                at(figures.back(), 0.5) + "/" + at(figures.back(), 0.99),
                figures.packets(),
                figures.bytes(),
                figures.accusations(),
                figures.falselyMissed());
    }

    /// Runs as many seeds with as many members.
    static Figures measure(int members, int runs) {
        var all = new Detection(members);
        for (int run = 0; run < runs; run++) {
            all.run(run);
        }
        List.of(all.formed, all.killed, all.stopped, all.back).forEach(each -> each.sort(null));
        return new Figures(
                all.formed,
                all.killed,
                all.stopped,
                all.back,
                all.packets / runs,
                all.bytes / runs,
                all.accusations,
                all.falselyMissed);
    }

    private void run(int run) {
        var mesh = new SwimMesh(run, SwimTiming.defaults());
        names.forEach(name -> mesh.start(name, names.subList(0, SEEDS_NAMED)));
        formed.add(mesh.until(PATIENCE, mesh::isAgreed).toMillis());
        mesh.advance(SETTLE);
        mesh.witness();
        idle(mesh, Duration.ofMillis(10_000 + 37L * run));
        accusations += mesh.accusationsBy(_ -> true);
        falselyMissed += mesh.falselyMissed();
        String victim = names.get(run % members);
        mesh.pause(victim, SETTLE);
        Duration gone = mesh.until(PATIENCE, () -> mesh.isGone(victim));
        stopped.add(gone.toMillis());
        mesh.advance(SETTLE.minus(gone));
        back.add(mesh.until(PATIENCE, mesh::isAgreed).toMillis());
        mesh.advance(SETTLE);
        mesh.kill(victim);
        killed.add(mesh.until(PATIENCE, () -> mesh.isGone(victim)).toMillis());
    }

    private void idle(SwimMesh mesh, Duration span) {
        long packetsBefore = mesh.packets();
        long bytesBefore = mesh.bytes();
        mesh.advance(span);
        double memberSeconds = span.toMillis() / 1_000.0 * members;
        packets += (mesh.packets() - packetsBefore) / memberSeconds;
        bytes += (mesh.bytes() - bytesBefore) / memberSeconds;
    }

    static long at(List<Long> sorted, double share) {
        return sorted.get((int) (share * (sorted.size() - 1) + 0.5));
    }
}
