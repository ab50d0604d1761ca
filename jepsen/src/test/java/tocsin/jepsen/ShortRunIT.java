package tocsin.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.check.Verdict;
import tocsin.jepsen.fault.Fault;
import tocsin.jepsen.process.Namespaces;
import tocsin.jepsen.process.Product;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A short fixed schedule against three real members in namespaces. The report of a failure is the
/// history, whose folder is named.
final class ShortRunIT {
    private static final long SEED = 3;

    @Test
    void threeMembersUnderPartitionsKillsAndPausesLoseNothing(@TempDir Path folder) {
        Optional<String> impossible = Namespaces.impossible();
        assumeTrue(impossible.isEmpty(), () -> "skipped: " + impossible.orElse(""));
        var faults = List.of(Fault.KILL, Fault.ISOLATE, Fault.PAUSE, Fault.HALVES);
        var settings =
                new Run.Settings(
                        new Product.Tocsin(List.of()), SEED, Duration.ofSeconds(50), faults);
        try (var net = new Namespaces(3)) {
            Run.Result result = new Run(settings, folder).on(net.hosts(), net.outside());
            assertThat(result.verdicts())
                    .allSatisfy(verdict ->
                            assertThat(verdict.result())
                                    .as("%s", verdict)
                                    .isEqualTo(Verdict.Result.VALID));
        }
    }
}
