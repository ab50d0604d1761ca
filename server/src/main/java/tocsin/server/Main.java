package tocsin.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.server.cli.CommandLineReader;
import tocsin.server.cli.CommandLineReader.Request;
import tocsin.server.cli.Options;
import tocsin.server.cli.Version;
import tocsin.server.demo.Demo;
import tocsin.server.log.Logging;
import tocsin.server.verbs.Verbs;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The program.
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /// Runs the command that the arguments name; without one, the server.
    public static void main(String[] arguments) {
        boolean verb = arguments.length > 0 && Verbs.has(arguments[0]);
        int status = verb ? Verbs.run(arguments) : run(arguments);
        System.exit(status);
    }

    private static int run(String... arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String command = arguments.length == 0 ? "" : arguments[0];
        String[] rest =
                arguments.length == 0
                        ? arguments
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (command) {
            case "train" -> Training.run();
            case "demo" -> Demo.run(out, rest);
            case "server", "alertmanager" -> serve(out, rest);
            default -> serve(out, arguments);
        };
    }

    private static int serve(PrintStream out, String... arguments) {
        return switch (CommandLineReader.read(arguments)) {
            case Request.Print(String text) -> {
                out.print(text);
                out.flush();
                yield 0;
            }
            case Request.Refuse(String text) -> {
                System.err.println(text);
                yield 1;
            }
            case Request.Serve(Options options) -> serve(options);
        };
    }

    private static int serve(Options options) {
        Logging.configure(options.log().level(), options.log().format());
        LOG.atInfo().addKeyValue("version", Version.TOCSIN).log("Starting Tocsin");
        Signals signals = Signals.listen();
        try (var lifecycle = new Lifecycle()) {
            Assembly assembly = Assembly.open(options, lifecycle);
            untilStopped(signals, assembly);
            LOG.info("Received shutdown signal, exiting gracefully...");
        } catch (StartException e) {
            LOG.atError().addKeyValue("err", e.getMessage()).log("tocsin exited with error");
            return 1;
        } catch (InterruptedException e) {
            return 1;
        } catch (Exception e) {
            LOG.error("tocsin exited with error", e);
            return 1;
        }
        return 0;
    }

    private static void untilStopped(Signals signals, Assembly assembly)
            throws InterruptedException {
        while (signals.take() != Signals.Request.STOP) {
            assembly.reload();
        }
    }
}
