package tocsin.jepsen.process;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that is started, broken and started again. Its output is kept in a file.
public final class Daemon implements AutoCloseable {
    private final String name;
    private final Path log;
    private final List<String> command;
    private @Nullable Process process;

    /// A process that is not yet started.
    public Daemon(String name, Path log, List<String> command) {
        this.name = name;
        this.log = log;
        this.command = List.copyOf(command);
    }

    /// Starts it.
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether it runs; a paused one does.
    public boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /// Kills it with no chance to clean up, and waits until it is gone.
    public void killHard() {
        signal("KILL");
        end();
    }

    /// Asks it to end, waits, and kills it after fifteen seconds.
    public void terminate() {
        signal("TERM");
        end();
    }

    /// Stops it in the middle of whatever it does; its connections stay open.
    public void pause() {
        signal("STOP");
    }

    /// Lets a paused one go on.
    public void resume() {
        signal("CONT");
    }

    /// Sends a signal by its name.
    public void signal(String signal) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        Commands.run(List.of("kill", "-" + signal, Long.toString(running.pid())));
    }

    private void end() {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            if (!running.waitFor(15, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /// Everything it has printed.
    public String output() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The last lines it has printed, for a failure's message.
    public String tail() {
        List<String> lines = output().lines().toList();
        return name
                + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    @Override
    public void close() {
        resume();
        terminate();
    }
}
