package tocsin.promql.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs PromQL scripts: the project's own, and upstream's conformance scripts where they are there.
final class ScriptsTest {
    private static final Path OWN = Path.of("src/test/resources/promql");

    private static Path conformance() {
        String given = System.getProperty("promqltest.dir", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        Path module = Path.of("").toAbsolutePath();
        for (Path at = module; at != null; at = at.getParent()) {
            Path found = at.resolve("shared/promqltest");
            if (Files.isDirectory(found)) {
                return found;
            }
        }
        return module.resolve("../../shared/promqltest");
    }

    @Test
    void ownScripts() throws IOException {
        run(OWN);
    }

    @Test
    void conformanceScripts() throws IOException {
        Path folder = conformance();
        boolean there = Files.isDirectory(folder);
        if (!there) {
            System.out.println("skipped: no conformance scripts; name them by -Dpromqltest.dir");
        }
        Assumptions.assumeTrue(there);
        run(folder);
    }

    private static void run(Path folder) throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(folder)) {
            scripts = files.filter(each -> each.toString().endsWith(".test")).sorted().toList();
        }
        assertThat(scripts).isNotEmpty();
        var failures = new ArrayList<String>();
        for (Path script : scripts) {
            var run = new ScriptRun();
            run.run(Script.parse(Files.readAllLines(script)));
            int failed = run.failures.size();
            System.out.printf(
                    "%-28s %4d of %4d%n",
                    script.getFileName(), run.evaluations - failed, run.evaluations);
            run.failures.forEach(each -> failures.add(script.getFileName() + " " + each));
        }
        assertThat(failures).isEmpty();
    }
}
