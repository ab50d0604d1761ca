package tocsin.server.promapi;

import tocsin.labels.Labels;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which labels and metrics make the store large, counted from the label sets of its series.
final class StoreStatus {
    private static final Comparator<Map.Entry<String, Long>> LARGEST =
            Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey());

    private final Map<String, Long> byMetric = new HashMap<>();
    private final Map<String, Map<String, Long>> byLabel = new HashMap<>();
    private long series;

    void add(Labels labels) {
        series++;
        labels.forEachLabel((name, value) -> {
            if (name.equals(Labels.METRIC_NAME)) {
                byMetric.merge(value, 1L, Long::sum);
            }
            byLabel.computeIfAbsent(name, _ -> new HashMap<>()).merge(value, 1L, Long::sum);
        });
    }

    /// The answer of `/status/tsdb`.
    ///
    /// @param head what else is known of it: chunks and times
    Map<String, Object> tree(Map<String, Object> head, int limit) {
        var values = new HashMap<String, Long>();
        var bytes = new HashMap<String, Long>();
        var pairs = new HashMap<String, Long>();
        byLabel.forEach((name, counts) -> {
            values.put(name, (long) counts.size());
            bytes.put(name, counts.keySet().stream().mapToLong(StoreStatus::bytes).sum());
            counts.forEach((value, count) -> pairs.put(name + "=" + value, count));
        });
        var stats = new LinkedHashMap<String, Object>();
        stats.put("numSeries", series);
        stats.put("numLabelPairs", pairs.size());
        stats.putAll(head);
        var tree = new LinkedHashMap<String, Object>();
        tree.put("headStats", stats);
        tree.put("seriesCountByMetricName", largest(byMetric, limit));
        tree.put("labelValueCountByLabelName", largest(values, limit));
        tree.put("memoryInBytesByLabelName", largest(bytes, limit));
        tree.put("seriesCountByLabelValuePair", largest(pairs, limit));
        return tree;
    }

    private static long bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<Map<String, Object>> largest(Map<String, Long> counts, int limit) {
        return counts.entrySet().stream()
                .sorted(LARGEST)
                .limit(limit)
                .map(entry -> {
                    var item = new LinkedHashMap<String, Object>();
                    item.put("name", entry.getKey());
                    item.put("value", entry.getValue());
                    return (Map<String, Object>) item;
                })
                .toList();
    }
}
