package tocsin.server.verbs;

import picocli.CommandLine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts in the word that was left out: `alert foo` means `alert query foo`.
final class DefaultCommands {
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "alert", "query",
                    "silence", "query",
                    "cluster", "show",
                    "config", "show",
                    "routes", "show",
                    "outbox", "show",
                    "receiver", "show");
    private static final Set<String> TAKING_A_VALUE =
            Set.of(
                    "--date.format",
                    "--alertmanager.url",
                    "-o",
                    "--output",
                    "--timeout",
                    "--http.config.file",
                    "--enable-feature");

    private DefaultCommands() {}

    static List<String> complete(List<String> arguments, CommandLine root) {
        var given = new ArrayList<>(arguments);
        CommandLine at = root;
        int from = 0;
        while (true) {
            int next = bare(given, from);
            if (next < 0) {
                return given;
            }
            String word = given.get(next);
            CommandLine named = at.getSubcommands().get(word);
            if (named == null) {
                return given;
            }
            at = named;
            int below = bare(given, next + 1);
            String standard = DEFAULTS.get(word);
            boolean said = below >= 0 && at.getSubcommands().containsKey(given.get(below));
            if (standard != null && !said && !at.getSubcommands().isEmpty() && !asksHelp(given)) {
                given.add(next + 1, standard);
                return given;
            }
            from = next + 1;
        }
    }

    private static boolean asksHelp(List<String> given) {
        return given.contains("--help") || given.contains("-h");
    }

    /// The first argument from here on that is neither a flag nor the value of a global one.
    private static int bare(List<String> given, int from) {
        for (int i = from; i < given.size(); i++) {
            String argument = given.get(i);
            if (TAKING_A_VALUE.contains(argument)) {
                i++;
            } else if (!argument.startsWith("-")) {
                return i;
            }
        }
        return -1;
    }
}
