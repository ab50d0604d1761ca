package tocsin.integration;

import tocsin.labels.Labels;

import java.util.List;

/// What all alerts of a notification have in common.
public final class CommonLabels {
    private CommonLabels() {}

    /// The names and values that are equal in all of them.
    public static Labels of(List<Labels> all) {
        if (all.isEmpty()) {
            return Labels.EMPTY;
        }
        Labels first = all.getFirst();
        return first.filter(name ->
                all.stream()
                        .allMatch(
                                each -> each.has(name) && each.get(name).equals(first.get(name))));
    }
}
