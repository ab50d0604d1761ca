package tocsin.server.rules;

import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleSpec;

import java.util.EnumSet;
import java.util.Set;

/// What in a rule deserves a look.
public enum Finding {
    /// Its last evaluation failed.
    FAILING("failing"),
    /// An evaluation that is remembered was passed over.
    SKIPPED("skipped"),
    /// Its selectors found nothing as long as is remembered: a name may be misspelt.
    MATCHES_NOTHING("matches nothing"),
    /// No alert of it has fired as far as is known: nobody knows whether it would.
    NEVER_FIRED("never fired");

    private final String words;

    Finding(String words) {
        this.words = words;
    }

    /// For people.
    @Override
    public String toString() {
        return words;
    }

    /// All that holds for a rule.
    public static Set<Finding> of(RuleView rule) {
        var found = EnumSet.noneOf(Finding.class);
        if (rule.health().equals("err")) {
            found.add(FAILING);
        }
        if (rule.history().evaluations().stream().anyMatch(each -> !each.skipped().isEmpty())) {
            found.add(SKIPPED);
        }
        if (rule.history().matchedNothing()) {
            found.add(MATCHES_NOTHING);
        }
        if (rule.spec() instanceof RuleSpec.Alerting
                && rule.lastEvaluation().isPresent()
                && rule.history().lastFired().isEmpty()) {
            found.add(NEVER_FIRED);
        }
        return found;
    }
}
