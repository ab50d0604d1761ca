package tocsin.alerts;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What all sources say of one alert. Most alerts have one source, so a single register costs no
/// map.
final class Registers {
    private String source = "";
    private @Nullable Alert single;
    private @Nullable Map<String, Alert> several;

    /// Sets what a source says.
    void set(String from, Alert alert) {
        if (several != null) {
            several.put(from, alert);
        } else if (single == null || from.equals(source)) {
            source = from;
            single = alert;
        } else {
            several = new HashMap<>(Map.of(source, single, from, alert));
            single = null;
        }
    }

    /// Forgets what a source says.
    void remove(String from) {
        if (several != null) {
            several.remove(from);
        } else if (from.equals(source)) {
            single = null;
        }
    }

    boolean isEmpty() {
        return several == null ? single == null : several.isEmpty();
    }

    /// One alert of all that is said; there must be something.
    Alert merged(Instant now) {
        if (several != null) {
            return AlertMerge.of(several.values(), now);
        }
        if (single == null) {
            throw new IllegalStateException("nothing is said of this alert");
        }
        return single;
    }
}
