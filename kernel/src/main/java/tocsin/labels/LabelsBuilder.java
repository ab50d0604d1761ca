package tocsin.labels;

import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/// Gathers labels in any order; the last value set for a name wins, an empty one removes it.
public final class LabelsBuilder {
    private final Map<String, String> values = new TreeMap<>(Labels.BYTE_ORDER);

    /// Sets a label, or removes it when `value` is empty.
    public LabelsBuilder set(String name, String value) {
        if (value.isEmpty()) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        return this;
    }

    /// Removes a label; harmless when it is not there.
    public LabelsBuilder remove(String name) {
        values.remove(name);
        return this;
    }

    /// The labels gathered so far.
    public Labels build() {
        String[] pairs = new String[2 * values.size()];
        int next = 0;
        for (Entry<String, String> label : values.entrySet()) {
            pairs[next++] = label.getKey();
            pairs[next++] = label.getValue();
        }
        return Labels.ofSorted(pairs);
    }
}
