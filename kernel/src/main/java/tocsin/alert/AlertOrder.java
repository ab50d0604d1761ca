package tocsin.alert;

import tocsin.labels.LabelOrder;
import tocsin.labels.Labels;

import java.util.Comparator;

/// The order in which a notification lists alerts, upstream's: by `job`, then `instance`, an alert
/// that lacks the label after those that have it; then by all labels.
public final class AlertOrder {
    /// The order.
    public static final Comparator<Alert> UPSTREAM =
            by("job")
                    .thenComparing(by("instance"))
                    .thenComparing(Alert::labels, LabelOrder.UPSTREAM);

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
}
