package tocsin.storage.ingest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What senders said of metrics. At most 100,000 metrics with five descriptions each; what is
/// beyond is not kept, for it only decorates.
public final class Metadata {
    private static final int MOST_METRICS = 100_000;
    private static final int MOST_EACH = 5;
    private static final List<String> TYPES =
            List.of(
                    "unknown",
                    "counter",
                    "gauge",
                    "histogram",
                    "gaugehistogram",
                    "summary",
                    "info",
                    "stateset");

    private final Map<String, Set<Description>> byMetric = new ConcurrentHashMap<>();

    /// One description of a metric.
    public record Description(String type, String help, String unit) {}

    /// Keeps a description.
    ///
    /// @param type upstream's number of it
    public void put(String metric, int type, String help, String unit) {
        if (byMetric.size() >= MOST_METRICS && !byMetric.containsKey(metric)) {
            return;
        }
        String name = type >= 0 && type < TYPES.size() ? TYPES.get(type) : "unknown";
        var description = new Description(name, help, unit);
        byMetric.compute(
                metric,
                (_, known) -> {
                    if (known != null && known.contains(description)) {
                        return known;
                    }
                    var all =
                            known == null
                                    ? new LinkedHashSet<Description>()
                                    : new LinkedHashSet<>(known);
                    if (all.size() >= MOST_EACH) {
                        all.remove(all.iterator().next());
                    }
                    all.add(description);
                    return all;
                });
    }

    /// All descriptions, by metric.
    public Map<String, List<Description>> all() {
        var all = new TreeMap<String, List<Description>>();
        byMetric.forEach((metric, descriptions) -> all.put(metric, List.copyOf(descriptions)));
        return all;
    }

    /// The descriptions of one metric.
    public List<Description> of(String metric) {
        return List.copyOf(byMetric.getOrDefault(metric, Set.of()));
    }
}
