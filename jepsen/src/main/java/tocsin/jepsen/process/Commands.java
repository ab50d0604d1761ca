package tocsin.jepsen.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Command lines run to their end.
public final class Commands {
    private Commands() {}

    /// How a command ended, what it answered, and what it said beside that.
    public record Outcome(int status, String output, String complaints) {
        /// The output of a command that must have succeeded.
        public String required() {
            if (status != 0) {
                throw new AssertionError("status " + status + ": " + output + complaints);
            }
            return output.strip();
        }
    }

    /// Runs a command and waits.
    public static Outcome run(List<String> command) {
        try {
            Path said = Files.createTempFile("command-", ".err");
            try {
                Process process = new ProcessBuilder(command).redirectError(said.toFile()).start();
                process.getOutputStream().close();
                var output =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Outcome(process.waitFor(), output, Files.readString(said));
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /// Where a program is installed, if it is.
    public static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
