package tocsin.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// The `javadoc` tool reads every module without a warning. It runs here, where the class path of
/// all modules is at hand, and beside doclint in the compiler, which lets a Markdown reference to
/// nothing pass. `benchmarks` is left out: what it needs is not on this class path.
class JavadocTest {
    private static final Path ROOT = Path.of(System.getProperty("tocsin.root", ".."));

    @Test
    void everyDocumentationCommentIsSound(@TempDir Path folder) throws IOException {
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(500);
        Path list =
                Files.write(
                        folder.resolve("sources"),
                        sources.stream().map(JavadocTest::quoted).toList());
        var said = new StringWriter();
        var writer = new PrintWriter(said);
        int status =
                ToolProvider.findFirst("javadoc")
                        .orElseThrow()
                        .run(writer, writer, arguments(folder.resolve("out"), list));
        assertThat(status).as(said.toString()).isZero();
    }

    private static String[] arguments(Path out, Path sources) {
        return new String[] {
            "-quiet",
            "-Xdoclint:all,-missing",
            "-Werror",
            "-package",
            "-noindex",
            "-notree",
            "-nohelp",
            "-encoding",
            "UTF-8",
            "-d",
            out.toString(),
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "@" + sources
        };
    }

    private static List<Path> sources() throws IOException {
        var found = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path main = module.resolve("src/main/java");
                if (Files.isDirectory(main) && !module.endsWith("benchmarks")) {
                    try (Stream<Path> files = Files.walk(main)) {
                        files.filter(JavadocTest::isSource).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java");
    }

    private static String quoted(Path file) {
        return '"' + file.toString().replace("\\", "\\\\") + '"';
    }
}
