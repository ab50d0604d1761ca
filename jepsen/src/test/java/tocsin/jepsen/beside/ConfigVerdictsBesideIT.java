package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import tocsin.jepsen.process.Commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The corpus of configurations, put to the real `amtool check-config`: the names that the unit
/// test of `config` goes by must say what upstream says.
class ConfigVerdictsBesideIT {
    @Test
    void amtoolSaysOfEachFileWhatItsNameSays() throws IOException {
        Optional<Path> amtool = Commands.find("amtool");
        assumeTrue(amtool.isPresent(), "skipped: amtool is not installed");
        Path corpus =
                Path.of(System.getProperty("tocsin.root"), "config/src/test/resources/corpus");
        try (Stream<Path> files = Files.list(corpus)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSizeGreaterThan(50);
            for (Path file : all) {
                boolean good =
                        Commands.run(
                                                List.of(
                                                        amtool.orElseThrow().toString(),
                                                        "check-config",
                                                        file.toString()))
                                        .status()
                                == 0;
                assertThat(good)
                        .as("%s", file.getFileName())
                        .isEqualTo(file.getFileName().toString().startsWith("good-"));
            }
        }
    }
}
