package tocsin.simulation;

import java.util.stream.LongStream;

/// Runs many seeds: `Simulation FIRST COUNT`. Prints each that fails, and the sum.
public final class Simulation {
    private Simulation() {}

    /// The first seed and how many.
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        long begun = System.nanoTime();
        var verdicts =
                LongStream.range(first, first + count)
                        .parallel()
                        .mapToObj(MeshScenario::run)
                        .toList();
        var failed = verdicts.stream().filter(verdict -> verdict.problem() != null).toList();
        failed.forEach(verdict -> System.out.println(verdict.seed() + ": " + verdict.problem()));
        System.out.printf(
                "%d seeds, %d failed, %d writes acknowledged, %d s%n",
                count,
                failed.size(),
                verdicts.stream().mapToLong(MeshScenario.Verdict::acknowledged).sum(),
                (System.nanoTime() - begun) / 1_000_000_000);
        System.exit(failed.isEmpty() ? 0 : 1);
    }
}
