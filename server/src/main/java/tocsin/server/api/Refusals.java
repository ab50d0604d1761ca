package tocsin.server.api;

import tocsin.alert.Alert;
import tocsin.server.api.AlertBounds.Bound;
import tocsin.server.api.AlertBounds.Excess;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Why alerts of one post were not taken, in order of the post. What is told of them has an end: a
/// sender that does everything wrong needs the first lines of it.
final class Refusals {
    private static final int LINES = 20;
    private static final int CHARS = 1_000;

    private final List<String> lines = new ArrayList<>();
    private final Map<Bound, Integer> oversized = new EnumMap<>(Bound.class);
    private int count;

    /// One that cannot be an alert.
    void invalid(String why) {
        count++;
        if (lines.size() < LINES) {
            lines.add(Shown.cut(why, CHARS));
        }
    }

    /// One that is too large.
    ///
    /// @param index of the alert in the post
    void oversized(int index, Alert alert, Excess excess) {
        oversized.merge(excess.bound(), 1, Integer::sum);
        invalid("alert %d %s: %s".formatted(index, Shown.labels(alert.labels()), excess.words()));
    }

    /// How many were refused.
    int count() {
        return count;
    }

    /// How many broke each bound.
    Map<Bound, Integer> oversized() {
        return oversized;
    }

    /// The reasons, a line for each, and how many are not told.
    List<String> lines() {
        var told = new ArrayList<>(lines);
        if (count > lines.size()) {
            told.add("%d more alerts refused".formatted(count - lines.size()));
        }
        return told;
    }

    /// What is said to the sender of alerts for which there was no room.
    static String noRoom(int leftOut, int sent) {
        return "%d of %d alerts left out: there are too many (--alerts.limit, --alerts.per-alertname-limit); those known already are kept"
                .formatted(leftOut, sent);
    }
}
