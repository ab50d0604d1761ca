package tocsin.inhibit;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;

import java.util.List;

/// While an alert that matches the source side fires, alerts that match the target side and agree
/// with it on the `equal` labels are muted. A label that both lack is one they agree on.
///
/// An alert that matches both sides can only be muted by one that does not match the target side,
/// so that nothing mutes itself.
///
/// @param name for people; may be empty, need not be unique
/// @param source an empty list matches every alert
/// @param target an empty list matches every alert
public record InhibitRule(
        String name, List<Matcher> source, List<Matcher> target, List<String> equal) {
    /// Copies the lists.
    public InhibitRule {
        source = List.copyOf(source);
        target = List.copyOf(target);
        equal = equal.stream().distinct().toList();
    }

    /// Whether an alert of these labels can mute others.
    public boolean isSource(Labels labels) {
        return Matcher.all(source, labels);
    }

    /// Whether an alert of these labels can be muted.
    public boolean isTarget(Labels labels) {
        return Matcher.all(target, labels);
    }

    /// What source and target must have in common: the values of the labels to be equal, in order
    /// of the rule.
    public List<String> common(Labels labels) {
        return switch (equal.size()) {
            case 0 -> List.of();
            case 1 -> List.of(labels.get(equal.getFirst()));
            case 2 -> List.of(labels.get(equal.get(0)), labels.get(equal.get(1)));
            default -> equal.stream().map(labels::get).toList();
        };
    }
}
