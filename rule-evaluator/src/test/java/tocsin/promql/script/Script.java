package tocsin.promql.script;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A PromQL script: commands, each with its lines.
record Script(List<Command> commands) {
    private static final Pattern INSTANT =
            Pattern.compile("^eval(_\\w+)?\\s+instant\\s+at\\s+(\\S+)\\s+(.+)$");
    private static final Pattern RANGE =
            Pattern.compile(
                    "^eval(_\\w+)?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+?)\\s+"
                        + "(.+)$");

    /// A command of a script, by its first line.
    sealed interface Command {
        int line();
    }

    /// Forgets all series.
    record Clear(int line) implements Command {}

    /// Adds series.
    record Load(int line, boolean customBuckets, long gap, List<String> lines) implements Command {}

    /// Evaluates. An instant has a start only.
    record Eval(
            int line,
            String flavour,
            long start,
            @Nullable Range range,
            String query,
            List<String> lines)
            implements Command {}

    /// The rest of a range.
    record Range(long end, long step) {}

    static Script parse(List<String> source) {
        var commands = new ArrayList<Command>();
        int i = 0;
        while (i < source.size()) {
            String line = clean(source.get(i));
            int number = ++i;
            if (line.isEmpty()) {
                continue;
            }
            var block = new ArrayList<String>();
            if (!line.toLowerCase(Locale.ROOT).equals("clear")) {
                while (i < source.size() && !clean(source.get(i)).isEmpty()) {
                    block.add(clean(source.get(i++)));
                }
            }
            commands.add(command(number, line, block));
        }
        return new Script(commands);
    }

    private static String clean(String line) {
        String stripped = line.strip();
        return stripped.startsWith("#") ? "" : stripped;
    }

    private static Command command(int number, String line, List<String> block) {
        if (line.equalsIgnoreCase("clear")) {
            return new Clear(number);
        }
        String[] words = line.split("\\s+", 3);
        if (words[0].equals("load") || words[0].equals("load_with_nhcb")) {
            return new Load(number, words[0].endsWith("nhcb"), millis(words[1]), block);
        }
        Matcher instant = INSTANT.matcher(line);
        if (instant.matches()) {
            return new Eval(
                    number,
                    flavour(instant),
                    millis(instant.group(2)),
                    null,
                    instant.group(3),
                    block);
        }
        Matcher range = RANGE.matcher(line);
        if (range.matches()) {
            return new Eval(
                    number,
                    flavour(range),
                    millis(range.group(2)),
                    new Range(millis(range.group(3)), millis(range.group(4))),
                    range.group(5),
                    block);
        }
        throw new IllegalArgumentException("line " + number + ": invalid command: " + line);
    }

    private static String flavour(Matcher matched) {
        return matched.group(1) == null ? "" : matched.group(1).substring(1);
    }

    static long millis(String text) {
        boolean minus = text.startsWith("-");
        String size = minus || text.startsWith("+") ? text.substring(1) : text;
        boolean number = size.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        long millis =
                number
                        ? Math.round(Double.parseDouble(size) * 1e3)
                        : tocsin.duration.DurationText.parse(size).toMillis();
        return minus ? -millis : millis;
    }
}
