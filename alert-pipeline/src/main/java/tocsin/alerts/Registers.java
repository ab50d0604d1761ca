package tocsin.alerts;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What all sources say of one alert. Most alerts have one source, so a single register costs no
/// map.
class Registers {
    private String source = "";
    private @Nullable Alert merged;
    private @Nullable Map<String, Alert> several;

    /// Sets what a source says.
    final void set(String from, Alert alert, Instant now) {
        if (several != null) {
            several.put(from, alert);
            merged = AlertMerge.of(several.values(), now);
        } else if (merged == null || from.equals(source)) {
            source = from;
            merged = alert;
        } else {
            several = new HashMap<>(Map.of(source, merged, from, alert));
            merged = AlertMerge.of(several.values(), now);
        }
    }

    /// Forgets what a source says.
    final void remove(String from, Instant now) {
        if (several != null) {
            several.remove(from);
            merged = several.isEmpty() ? null : AlertMerge.of(several.values(), now);
        } else if (from.equals(source)) {
            merged = null;
        }
    }

    final boolean isEmpty() {
        return merged == null;
    }

    /// One alert of all that is said; there must be something.
    final Alert merged() {
        if (merged == null) {
            throw new IllegalStateException("nothing is said of this alert");
        }
        return merged;
    }
}
