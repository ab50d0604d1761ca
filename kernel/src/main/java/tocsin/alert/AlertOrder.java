package tocsin.alert;

import org.jspecify.annotations.Nullable;

import tocsin.labels.LabelOrder;
import tocsin.labels.Labels;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The order in which a notification lists alerts, upstream's: by `job`, then `instance`, an alert
/// that lacks the label after those that have it; then by all labels.
public final class AlertOrder {
    /// The order.
    public static final Comparator<Alert> UPSTREAM =
            by("job")
                    .thenComparing(by("instance"))
                    .thenComparing(Alert::labels, LabelOrder.UPSTREAM);

    private AlertOrder() {}

    /// An alert with what it is put in order by first; null when it lacks the label.
    private record Ordered(@Nullable String job, @Nullable String instance, Alert alert) {
        static Ordered of(Alert alert) {
            Labels labels = alert.labels();
            return new Ordered(
                    labels.find("job").orElse(null), labels.find("instance").orElse(null), alert);
        }

        int compare(Ordered other) {
            int jobs = compare(job, other.job);
            int both = jobs != 0 ? jobs : compare(instance, other.instance);
            return both != 0
                    ? both
                    : LabelOrder.UPSTREAM.compare(alert.labels(), other.alert.labels());
        }

        private static int compare(@Nullable String a, @Nullable String b) {
            return a == null || b == null
                    ? Boolean.compare(a == null, b == null)
                    : Labels.BYTE_ORDER.compare(a, b);
        }
    }

    /// Alerts in that order; of each, the labels are looked up once.
    public static List<Alert> sorted(Collection<Alert> alerts) {
        var ordered = new ArrayList<Ordered>(alerts.size());
        alerts.forEach(alert -> ordered.add(Ordered.of(alert)));
        ordered.sort(Ordered::compare);
        var sorted = new ArrayList<Alert>(alerts.size());
        ordered.forEach(each -> sorted.add(each.alert()));
        return sorted;
    }

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
