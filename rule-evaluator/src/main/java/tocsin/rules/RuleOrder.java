package tocsin.rules;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// In which order the rules of a group must be evaluated: one that reads what another writes, or
/// writes what another reads, keeps its place behind the one before it in the file. All others may
/// be evaluated at the same time.
final class RuleOrder {
    private static final String ALERTS = "ALERTS";
    private static final String ALERTS_FOR_STATE = "ALERTS_FOR_STATE";

    private RuleOrder() {}

    /// For each rule the places of those before it that it waits for.
    static int[][] of(List<Rule> rules) {
        var waits = new int[rules.size()][];
        for (int later = 0; later < waits.length; later++) {
            var found = new ArrayList<Integer>();
            for (int earlier = 0; earlier < later; earlier++) {
                if (depend(rules.get(earlier), rules.get(later))) {
                    found.add(earlier);
                }
            }
            waits[later] = found.stream().mapToInt(Integer::intValue).toArray();
        }
        return waits;
    }

    private static boolean depend(Rule earlier, Rule later) {
        return reads(later, earlier.spec())
                || reads(earlier, later.spec())
                || writeTheSame(earlier.spec(), later.spec());
    }

    private static boolean writeTheSame(RuleSpec a, RuleSpec b) {
        return a instanceof RuleSpec.Recording
                && b instanceof RuleSpec.Recording
                && a.name().equals(b.name());
    }

    private static boolean reads(Rule reader, RuleSpec written) {
        return asksByTemplate(reader.spec()) || reads(reader.expression().selectors(), written);
    }

    /// Whether any selector may match what a rule writes.
    static boolean reads(List<List<Matcher>> selectors, RuleSpec written) {
        for (List<Matcher> selector : selectors) {
            boolean matched =
                    switch (written) {
                        case RuleSpec.Recording recording -> named(selector, recording.name());
                        case RuleSpec.Alerting alert ->
                                (named(selector, ALERTS) || named(selector, ALERTS_FOR_STATE))
                                        && matches(selector, Labels.ALERT_NAME, alert.name());
                    };
            if (matched) {
                return true;
            }
        }
        return false;
    }

    private static boolean named(List<Matcher> selector, String name) {
        return matches(selector, Labels.METRIC_NAME, name);
    }

    private static boolean matches(List<Matcher> selector, String label, String value) {
        for (Matcher matcher : selector) {
            if (matcher.name().equals(label) && !matcher.matches(value)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a template may ask for series that nobody can name beforehand.
    private static boolean asksByTemplate(RuleSpec spec) {
        return asks(spec.labels())
                || (spec instanceof RuleSpec.Alerting alerting && asks(alerting.annotations()));
    }

    private static boolean asks(Map<String, String> templates) {
        return templates.values().stream()
                .anyMatch(text -> text.contains("{{") && text.contains("query"));
    }
}
