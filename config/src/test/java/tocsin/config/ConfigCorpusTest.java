package tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.http.Destinations;
import tocsin.http.Network;
import tocsin.labels.MatcherParser;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Configurations in the style people publish, good ones and bad ones. Their verdicts are those of
/// the real `amtool check-config`, which `ConfigVerdictsBesideIT` asks anew.
final class ConfigCorpusTest {
    static Stream<Path> corpus() throws IOException, URISyntaxException {
        Path folder =
                Path.of(
                        Objects.requireNonNull(ConfigCorpusTest.class.getResource("/corpus"))
                                .toURI());
        return Files.list(folder).sorted();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theVerdictIsTheOneInTheName(Path file) throws IOException {
        var network =
                new Network(
                        new Network.Rules(
                                Destinations.DEFAULT,
                                Network.Limits.DEFAULT,
                                "Alertmanager/0.34.0",
                                Map.of(),
                                InstantSource.system()));
        var problems = new Problems();
        var parser = new MatcherParser(MatcherParser.Mode.FALLBACK, "config");
        boolean good =
                new AlertmanagerFile(parser, "http://here:9093", network)
                        .read(file, Files.readString(file), problems)
                        .isPresent();
        assertThat(good)
                .as("%s\n%s", file.getFileName(), problems.report())
                .isEqualTo(file.getFileName().toString().startsWith("good-"));
        assertThat(problems.isEmpty()).isEqualTo(good);
    }
}
