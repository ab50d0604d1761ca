package tocsin.dispatch;

import tocsin.alert.Alert;
import tocsin.labels.Labels;

import java.util.Comparator;

/// The order in which a notification lists alerts, upstream's: by `job`, then `instance`, an alert
/// that lacks the label after those that have it; then fewer labels first, then all names, then all
/// values.
final class AlertOrder {
    static final Comparator<Alert> INSTANCE =
            by("job").thenComparing(by("instance")).thenComparing(AlertOrder::byLabels);

    private AlertOrder() {}

    private static Comparator<Alert> by(String label) {
        return (a, b) -> {
            boolean inA = a.labels().has(label);
            boolean inB = b.labels().has(label);
            if (inA && inB) {
                return Labels.BYTE_ORDER.compare(a.labels().get(label), b.labels().get(label));
            }
            return Boolean.compare(inB, inA);
        };
    }

    private static int byLabels(Alert first, Alert second) {
        Labels a = first.labels();
        Labels b = second.labels();
        if (a.size() != b.size()) {
            return Integer.compare(a.size(), b.size());
        }
        for (int i = 0; i < a.size(); i++) {
            int order = Labels.BYTE_ORDER.compare(a.name(i), b.name(i));
            if (order != 0) {
                return order;
            }
        }
        for (int i = 0; i < a.size(); i++) {
            int order = Labels.BYTE_ORDER.compare(a.value(i), b.value(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
