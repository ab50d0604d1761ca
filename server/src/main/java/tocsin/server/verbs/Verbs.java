package tocsin.server.verbs;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import tocsin.server.log.LogFormat;
import tocsin.server.log.LogLevel;
import tocsin.server.log.Logging;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Runs the client's verbs. Scripts know the tools of upstream by name, so `tocsin amtool …` and
/// `tocsin promtool …` also work, and call themselves so in errors.
public final class Verbs {
    private static final Set<String> NAMES =
            Set.of(
                    "alert",
                    "silence",
                    "check-config",
                    "config",
                    "cluster",
                    "check",
                    "test",
                    "replay",
                    "query",
                    "outbox",
                    "receiver",
                    "template",
                    "promql",
                    "tsdb",
                    "amtool",
                    "promtool",
                    "help");

    private Verbs() {}

    /// Where a verb reads and writes.
    record Streams(InputStream in, PrintStream out, PrintStream err) {}

    /// Whether an argument is one of the verbs.
    public static boolean has(String argument) {
        return NAMES.contains(argument);
    }

    /// Runs a verb of this process.
    ///
    /// @return the exit status
    public static int run(String... arguments) {
        // What fails in a test or a replay is part of its result, and not told twice.
        boolean tells = Set.of("test", "replay").contains(arguments[0]);
        Logging.configure(tells ? LogLevel.ERROR : LogLevel.WARN, LogFormat.LOGFMT);
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(new Streams(System.in, out, err), ConfigDefaults.find(), arguments);
        out.flush();
        return status;
    }

    static int run(Streams streams, ConfigDefaults defaults, String... arguments) {
        String first = arguments[0];
        boolean alias = first.equals("amtool") || first.equals("promtool");
        String program = alias ? first : "tocsin";
        List<String> rest =
                alias ? List.of(arguments).subList(1, arguments.length) : List.of(arguments);
        var globals = new Globals(streams);
        CommandLine line = commandLine(program, globals, defaults);
        try {
            var given = DefaultCommands.complete(rest, line).toArray(String[]::new);
            if (given.length == 0) {
                line.usage(streams.err());
                return 1;
            }
            return line.execute(given);
        } catch (VerbException e) {
            return fail(streams.err(), program, e);
        }
    }

    private static CommandLine commandLine(
            String program, Globals globals, ConfigDefaults defaults) {
        var line = new CommandLine(globals).setCommandName(program);
        line.addSubcommand(
                "alert",
                new CommandLine(new Group())
                        .addSubcommand(new AlertQuery(globals))
                        .addSubcommand(new AlertAdd(globals)));
        line.addSubcommand(
                "silence",
                new CommandLine(new Group())
                        .addSubcommand(new SilenceQuery(globals))
                        .addSubcommand(new SilenceAdd(globals))
                        .addSubcommand(new SilenceExpire(globals))
                        .addSubcommand(new SilenceImport(globals))
                        .addSubcommand(new SilenceUpdate(globals)));
        line.addSubcommand(new CheckConfig(globals));
        line.addSubcommand(
                "config",
                new CommandLine(new Group())
                        .addSubcommand(new ConfigShow(globals))
                        .addSubcommand(
                                "routes",
                                new CommandLine(new Group())
                                        .addSubcommand(new RoutesShow(globals))
                                        .addSubcommand(new RoutesTest(globals))));
        line.addSubcommand(
                "cluster", new CommandLine(new Group()).addSubcommand(new ClusterShow(globals)));
        line.addSubcommand("outbox", OutboxVerbs.all(globals));
        line.addSubcommand("receiver", ReceiverVerbs.all(globals));
        line.addSubcommand(
                "template", new CommandLine(new Group()).addSubcommand(new TemplateVerb(globals)));
        PromVerbs.addTo(line, globals);
        return settled(line, program, globals, defaults);
    }

    private static CommandLine settled(
            CommandLine line, String program, Globals globals, ConfigDefaults defaults) {
        PrintStream err = globals.streams().err();
        return line.setAbbreviatedOptionsAllowed(false)
                .setTrimQuotes(false)
                .setUnmatchedOptionsArePositionalParams(false)
                .setUsageHelpWidth(100)
                .setDefaultValueProvider(defaults)
                .setOut(new PrintWriter(globals.streams().out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, _) -> fail(err, program, reason(e)))
                .setExecutionExceptionHandler((e, _, _) -> {
                    if (e instanceof VerbException verb) {
                        return fail(err, program, verb);
                    }
                    throw e;
                });
    }

    private static int fail(PrintStream err, String program, VerbException e) {
        return fail(err, program, String.valueOf(e.getMessage()));
    }

    private static int fail(PrintStream err, String program, String reason) {
        err.print(program + ": error: " + reason + "\n");
        return 1;
    }

    private static String reason(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().getFirst();
            if (argument.startsWith("--")) {
                return "unknown long flag '" + argument.split("=", 2)[0] + "', try --help";
            }
            return argument.startsWith("-")
                    ? "unknown short flag '" + argument + "', try --help"
                    : "unexpected " + argument + ", try --help";
        }
        return e.getMessage() == null ? "wrong usage, try --help" : e.getMessage();
    }

    /// A word that only groups other words.
    @CommandLine.Command(mixinStandardHelpOptions = true)
    static final class Group {}

    /// Standard input whole, as text.
    static String text(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new VerbException("cannot read standard input: " + e.getMessage());
        }
    }

    /// Files that are named as arguments must be there before anything is done with one of them.
    static void requireFiles(List<Path> files) {
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new VerbException("path '" + file + "' does not exist, try --help");
            }
        }
    }

    /// Text as a list of words.
    static List<String> words(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .toList();
    }
}
