package tocsin.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Every problem of a reading, gathered so that one report names them all.
public final class Problems {
    private final List<Problem> problems = new ArrayList<>();

    /// One problem.
    ///
    /// @param file the file as the user named it
    /// @param line the line from 1 on; 0 when it concerns the file as a whole
    /// @param field the dotted path of the field, empty for none: `route.routes[0].group_wait`
    /// @param message what is wrong and what was expected
    public record Problem(String file, int line, String field, String message) {
        @Override
        public String toString() {
            String place = line > 0 ? file + ":" + line : file;
            return field.isEmpty() ? place + ": " + message : place + ": " + field + ": " + message;
        }
    }

    /// Adds a problem at a node.
    public void add(YamlNode at, String message) {
        problems.add(new Problem(at.file(), at.line(), at.path(), message));
    }

    /// Adds a problem.
    public void add(Problem problem) {
        problems.add(problem);
    }

    /// Whether nothing is wrong.
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /// All of them, by file and line, those of one line in the order found.
    public List<Problem> all() {
        var sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparing(Problem::file).thenComparingInt(Problem::line));
        return Collections.unmodifiableList(sorted);
    }

    /// One line for each: `alertmanager.yml:14: route.group_wait: …`.
    public String report() {
        var text = new StringBuilder();
        for (Problem problem : all()) {
            text.append(problem).append('\n');
        }
        return text.toString();
    }
}
