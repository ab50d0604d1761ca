package tocsin.silence;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the silences that may be about an alert without looking at all of them. Most name a label
/// and its value, or a few values, and stand under these; the others are always looked at. Confined
/// to one loop.
final class SilenceIndex {
    private static final int MOST_VALUES = 16;

    private final Map<String, Placed> byId = new HashMap<>();
    private final Map<String, Map<String, Map<String, Placed>>> byLabel = new HashMap<>();
    private final Map<String, Placed> others = new LinkedHashMap<>();

    /// A silence in the order of changes.
    ///
    /// @param under the matcher under whose values it stands, if there is one
    private record Placed(String id, long place, @Nullable Matcher under) {}

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /// Adds a silence at a place behind all others.
    void put(Silence silence, long place) {
        var placed = new Placed(silence.id(), place, under(silence));
        byId.put(silence.id(), placed);
        shelves(placed).forEach(shelf -> shelf.put(placed.id(), placed));
    }

    /// The matcher of the fewest values, and of these the one whose shelf is the emptiest.
    private @Nullable Matcher under(Silence silence) {
        Matcher best = null;
        int load = Integer.MAX_VALUE;
        for (Matcher matcher : silence.matchers()) {
            Set<String> values = matcher.onlyValues();
            if (values.isEmpty() || values.size() > MOST_VALUES || values.contains("")) {
                continue;
            }
            int there = values.stream().mapToInt(value -> shelf(matcher.name(), value)).sum();
            int cost = values.size() * 1_000 + Math.min(there, 999);
            if (cost < load) {
                load = cost;
                best = matcher;
            }
        }
        return best;
    }

    private int shelf(String name, String value) {
        return byLabel.getOrDefault(name, Map.of()).getOrDefault(value, Map.of()).size();
    }

    private Collection<Map<String, Placed>> shelves(Placed placed) {
        Matcher under = placed.under();
        if (under == null) {
            return List.of(others);
        }
        Map<String, Map<String, Placed>> values =
                byLabel.computeIfAbsent(under.name(), _ -> new HashMap<>());
        return under.onlyValues().stream()
                .map(value -> values.computeIfAbsent(value, _ -> new LinkedHashMap<>()))
                .toList();
    }

    void remove(String id) {
        Placed placed = byId.remove(id);
        if (placed == null) {
            return;
        }
        shelves(placed).forEach(shelf -> shelf.remove(id));
        Matcher under = placed.under();
        if (under != null) {
            tidy(under);
        }
    }

    private void tidy(Matcher under) {
        Map<String, Map<String, Placed>> values = byLabel.getOrDefault(under.name(), Map.of());
        for (String value : under.onlyValues()) {
            if (values.getOrDefault(value, Map.of()).isEmpty()) {
                values.remove(value);
            }
        }
        if (values.isEmpty()) {
            byLabel.remove(under.name());
        }
    }

    /// Those changed behind a place that may be about an alert, in order of change.
    List<String> since(long place, Labels alert) {
        var found = new ArrayList<Placed>(0);
        add(others, place, found);
        byLabel.forEach((name, values) -> {
            Map<String, Placed> shelf = values.get(alert.get(name));
            if (shelf != null) {
                add(shelf, place, found);
            }
        });
        found.sort(Comparator.comparingLong(Placed::place));
        return found.stream().map(Placed::id).toList();
    }

    private static void add(Map<String, Placed> shelf, long place, List<Placed> into) {
        for (Placed placed : shelf.values()) {
            if (placed.place() > place) {
                into.add(placed);
            }
        }
    }
}
