package tocsin.server.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import tocsin.duration.DurationText;
import tocsin.duration.GoDuration;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads the server's flags as kingpin does, error texts included: scripts that watch for them know
/// those.
public final class CommandLineReader {
    private CommandLineReader() {}

    /// What a command line asks for.
    public sealed interface Request {
        /// Start the server.
        record Serve(Options options) implements Request {}

        /// Print this and end with success.
        record Print(String text) implements Request {}

        /// Say this on standard error and end with status 1.
        record Refuse(String text) implements Request {}
    }

    /// Reads flags.
    public static Request read(String... arguments) {
        var flags = new ServerFlags();
        CommandLine line = commandLine(flags);
        try {
            var parsed = line.parseArgs(arguments);
            if (!parsed.unmatched().isEmpty()) {
                return new Request.Refuse(error(unknown(parsed.unmatched().getFirst())));
            }
            if (parsed.isUsageHelpRequested()) {
                return new Request.Print(usage(line));
            }
            if (flags.version) {
                return new Request.Print(Version.text("tocsin"));
            }
            return new Request.Serve(flags.options(texts(line)));
        } catch (ParameterException e) {
            return new Request.Refuse(error(reason(e)));
        } catch (IllegalArgumentException e) {
            return new Request.Refuse(error(String.valueOf(e.getMessage())));
        }
    }

    private static CommandLine commandLine(ServerFlags flags) {
        return new CommandLine(flags)
                .setPosixClusteredShortOptionsAllowed(false)
                .setAbbreviatedOptionsAllowed(false)
                .setTrimQuotes(false)
                .setUsageHelpWidth(110)
                .registerConverter(Duration.class, CommandLineReader::duration);
    }

    private static SequencedMap<String, String> texts(CommandLine line) {
        var texts = new TreeMap<String, String>();
        for (var option : line.getCommandSpec().options()) {
            Object value = option.getValue();
            String text =
                    switch (value) {
                        case null -> "";
                        case Duration duration -> DurationText.format(duration);
                        case List<?> list ->
                                list.stream().map(String::valueOf).collect(Collectors.joining(","));
                        default -> value.toString();
                    };
            texts.put(option.longestName().replaceFirst("^-+", ""), text);
        }
        return texts;
    }

    private static Duration duration(String text) {
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    private static String usage(CommandLine line) {
        var text = new StringWriter();
        line.usage(new PrintWriter(text));
        return text.toString();
    }

    private static String error(String reason) {
        return "tocsin: error: " + reason;
    }

    private static String reason(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched ->
                    unknown(unmatched.getUnmatched().getFirst());
            case MissingParameterException missing ->
                    "expected argument for flag '" + flag(missing.getMissing().getFirst()) + "'";
            case OverwrittenOptionException overwritten ->
                    "flag '"
                            + flag(overwritten.getOverwritten()).replaceFirst("^-+", "")
                            + "' cannot be repeated";
            default -> cause(e);
        };
    }

    private static String flag(@Nullable ArgSpec argument) {
        return argument instanceof CommandLine.Model.OptionSpec option ? option.longestName() : "";
    }

    private static String cause(ParameterException e) {
        String flag = flag(e.getArgSpec());
        return e.getCause() instanceof CommandLine.TypeConversionException conversion
                ? (flag.isEmpty() ? "" : "flag '" + flag + "': ") + conversion.getMessage()
                : String.valueOf(e.getMessage());
    }

    private static String unknown(String argument) {
        if (argument.startsWith("--")) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            return "unknown long flag '" + name + "', try --help";
        }
        if (argument.startsWith("-") && argument.length() > 1) {
            return "unknown short flag '" + argument.substring(0, 2) + "', try --help";
        }
        return "unexpected " + argument + ", try --help";
    }
}
