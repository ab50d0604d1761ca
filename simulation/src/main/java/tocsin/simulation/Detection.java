package tocsin.simulation;

import tocsin.mesh.swim.SwimTiming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How long members take to find each other, to miss one that was killed or stopped, and to welcome
/// it back; and what that costs when nothing happens. Prints a table.
public final class Detection {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Detection() {}

    /// How many runs for each size; default 50.
    public static void main(String[] arguments) {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
        System.out.println(
                "members  formed  killed p50/p99  stopped p50/p99  back p50/p99  idle B/s");
        for (int members : new int[] {3, 5, 10, 30, 100}) {
            measure(members, members > 30 ? Math.max(1, runs / 10) : runs);
        }
    }

    private static void measure(int members, int runs) {
        var formed = new ArrayList<Long>();
        var killed = new ArrayList<Long>();
        var stopped = new ArrayList<Long>();
        var back = new ArrayList<Long>();
        long idle = 0;
        for (int run = 0; run < runs; run++) {
            var mesh = new SwimMesh(run, SwimTiming.defaults());
            List<String> names = IntStream.range(0, members).mapToObj("m%03d"::formatted).toList();
            List<String> seeds = names.subList(0, 3);
            names.forEach(name -> mesh.start(name, seeds));
            formed.add(mesh.until(PATIENCE, mesh::isAgreed).toMillis());
            mesh.advance(Duration.ofSeconds(20));
            long before = mesh.bytes();
            mesh.advance(Duration.ofMillis(10_000 + 37L * run));
            idle += (mesh.bytes() - before) * 1000 / (10_000 + 37L * run) / members;
            String victim = names.get(run % members);
            mesh.pause(victim, Duration.ofSeconds(20));
            Duration gone = mesh.until(PATIENCE, () -> mesh.isGone(victim));
            stopped.add(gone.toMillis());
            mesh.advance(Duration.ofSeconds(20).minus(gone));
            back.add(mesh.until(PATIENCE, mesh::isAgreed).toMillis());
            mesh.advance(Duration.ofSeconds(20));
            mesh.kill(victim);
            killed.add(mesh.until(PATIENCE, () -> mesh.isGone(victim)).toMillis());
        }
        System.out.printf(
                Locale.ROOT,
                "%7d  %6d  %14s  %15s  %12s  %8d%n",
                members,
                at(formed, 0.5),
                at(killed, 0.5) + "/" + at(killed, 0.99),
                at(stopped, 0.5) + "/" + at(stopped, 0.99),
                at(back, 0.5) + "/" + at(back, 0.99),
                idle / runs);
    }

    private static long at(List<Long> values, double share) {
        return values.stream().sorted().toList().get((int) (share * (values.size() - 1) + 0.5));
    }
}
