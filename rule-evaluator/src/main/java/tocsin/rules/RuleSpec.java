package tocsin.rules;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A rule as its file has it, already valid. Labels hold those of the group beneath the rule's own.
public sealed interface RuleSpec {
    /// The name of the series or of the alert.
    String name();

    /// The expression as written.
    String expression();

    /// Labels added to each result; for alerts they are templates. An empty one removes.
    SequencedMap<String, String> labels();

    /// The line in the file, from 1 on.
    int line();

    /// What must be equal for the rule to be the same one after a reload, so that its state lives
    /// on: its kind, its name and its labels. Edits of the expression, of `for` or of annotations
    /// do not reset it.
    default String identity() {
        String kind =
                switch (this) {
                    case Recording _ -> "record ";
                    case Alerting _ -> "alert ";
                };
        return kind + name() + " " + labels();
    }

    /// The same on another line.
    default RuleSpec atLine(int other) {
        return switch (this) {
            case Recording rule ->
                    new Recording(rule.name(), rule.expression(), rule.labels(), other);
            case Alerting rule ->
                    new Alerting(
                            rule.name(),
                            rule.expression(),
                            rule.holdFor(),
                            rule.keepFiringFor(),
                            rule.labels(),
                            rule.annotations(),
                            other);
        };
    }

    private static SequencedMap<String, String> copy(SequencedMap<String, String> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }

    /// Records the result under a new name.
    record Recording(String name, String expression, SequencedMap<String, String> labels, int line)
            implements RuleSpec {
        /// Copies the labels.
        public Recording {
            labels = copy(labels);
        }
    }

    /// Raises an alert for each series of the result.
    ///
    /// @param holdFor how long the condition must hold before the alert fires
    /// @param keepFiringFor how long a firing alert lingers when the condition is gone
    /// @param annotations templates
    record Alerting(
            String name,
            String expression,
            Duration holdFor,
            Duration keepFiringFor,
            SequencedMap<String, String> labels,
            SequencedMap<String, String> annotations,
            int line)
            implements RuleSpec {
        /// Copies the maps.
        public Alerting {
            labels = copy(labels);
            annotations = copy(annotations);
        }
    }
}
