package tocsin.jepsen.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Which faults come when, drawn from a seed before the run begins, so that the same seed deals the
/// same faults.
public record Schedule(List<Step> steps) {
    /// A fault that lasts, and the calm after it.
    public record Step(Fault fault, Duration lasts, Duration calm) {}

    /// Copies the steps.
    public Schedule {
        steps = List.copyOf(steps);
    }

    /// Faults that fill `length`: each lasts four to nine seconds, and four to eight seconds of
    /// calm follow.
    public static Schedule draw(RandomGenerator random, List<Fault> faults, Duration length) {
        var steps = new ArrayList<Step>();
        Duration filled = Duration.ZERO;
        while (!faults.isEmpty() && filled.compareTo(length) < 0) {
            var step =
                    new Step(
                            faults.get(random.nextInt(faults.size())),
                            Duration.ofMillis(random.nextLong(4_000, 9_000)),
                            Duration.ofMillis(random.nextLong(4_000, 8_000)));
            steps.add(step);
            filled = filled.plus(step.lasts()).plus(step.calm());
        }
        return new Schedule(steps);
    }
}
