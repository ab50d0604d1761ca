package tocsin.rules;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;

/// Expands the templates in labels and annotations of alerting rules. May block, for a template may
/// query.
@FunctionalInterface
public interface TemplateExpander {
    /// The expanded text. A template that fails expands to its error between angle brackets, as
    /// upstream has it, so that an alert is never lost to a typing error in its annotation.
    String expand(String text, Data data);

    /// The templates of a group, where groups query several places.
    default TemplateExpander templatesOf(RuleGroupSpec group) {
        return this;
    }

    /// What a template sees.
    ///
    /// @param rule the rule's name
    /// @param labels the sample's labels, before the rule's own are added
    record Data(
            String rule,
            Labels labels,
            double value,
            @Nullable FloatHistogram histogram,
            long atMillis) {}
}
