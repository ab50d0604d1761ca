package tocsin.storage.head;

import tocsin.labels.Labels;
import tocsin.storage.match.ValueTest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The newest exemplars of all series together: as many as there is room for, then the oldest go.
/// As upstream, those of one series come in order of time.
public final class Exemplars {
    private static final int MOST_CHARACTERS = 128;

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Labels> order = new ArrayDeque<>();
    private final Map<Labels, ArrayDeque<Exemplar>> bySeries = new HashMap<>();

    Exemplars(int most) {
        this.most = most;
    }

    /// One exemplar.
    public record Exemplar(Labels labels, double value, long timestampMillis) {
        boolean sameAs(Exemplar other) {
            return timestampMillis == other.timestampMillis
                    && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(other.value)
                    && labels.equals(other.labels);
        }

        boolean isBefore(Exemplar other) {
            return timestampMillis < other.timestampMillis
                    || (timestampMillis == other.timestampMillis && value < other.value);
        }
    }

    /// The exemplars of a series, oldest first.
    public record OfSeries(Labels series, List<Exemplar> exemplars) {
        /// Copies the list.
        public OfSeries {
            exemplars = List.copyOf(exemplars);
        }
    }

    /// What became of an exemplar.
    public enum Outcome {
        /// Kept.
        KEPT,
        /// The same was the last one already.
        SAME,
        /// Older than the last one of its series.
        OUT_OF_ORDER,
        /// More characters of labels than an exemplar may have.
        TOO_LONG,
        /// None are kept.
        DISABLED;

        /// In upstream's words, for whoever sent it.
        public String message() {
            return switch (this) {
                case KEPT, SAME, DISABLED -> "";
                case OUT_OF_ORDER -> "out of order exemplar";
                case TOO_LONG ->
                        "label length for exemplar exceeds maximum of "
                                + MOST_CHARACTERS
                                + " UTF-8 characters";
            };
        }
    }

    /// Adds an exemplar of a series.
    Outcome add(Labels series, Exemplar exemplar) {
        if (most == 0) {
            return Outcome.DISABLED;
        }
        if (characters(exemplar.labels()) > MOST_CHARACTERS) {
            return Outcome.TOO_LONG;
        }
        lock.lock();
        try {
            ArrayDeque<Exemplar> own = bySeries.get(series);
            if (own != null && own.getLast().sameAs(exemplar)) {
                return Outcome.SAME;
            }
            if (own != null && exemplar.isBefore(own.getLast())) {
                return Outcome.OUT_OF_ORDER;
            }
            if (order.size() >= most) {
                dropOldest();
            }
            bySeries.computeIfAbsent(series, _ -> new ArrayDeque<>(2)).add(exemplar);
            order.add(series);
            return Outcome.KEPT;
        } finally {
            lock.unlock();
        }
    }

    private static int characters(Labels labels) {
        int count = 0;
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            String value = labels.value(i);
            count += name.codePointCount(0, name.length());
            count += value.codePointCount(0, value.length());
        }
        return count;
    }

    private void dropOldest() {
        Labels series = order.remove();
        ArrayDeque<Exemplar> own = bySeries.get(series);
        if (own != null) {
            own.remove();
            if (own.isEmpty()) {
                bySeries.remove(series);
            }
        }
    }

    /// How many there are.
    public int size() {
        lock.lock();
        try {
            return order.size();
        } finally {
            lock.unlock();
        }
    }

    /// Those of a range of time, both ends included, of the series that any of the selections
    /// holds, in order of labels.
    public List<OfSeries> find(List<List<ValueTest>> selections, long from, long to) {
        var found = new TreeMap<Labels, List<Exemplar>>();
        lock.lock();
        try {
            bySeries.forEach((series, all) -> {
                if (selections.stream().anyMatch(tests -> ValueTest.pass(tests, series))) {
                    List<Exemplar> within = within(all, from, to);
                    if (!within.isEmpty()) {
                        found.put(series, within);
                    }
                }
            });
        } finally {
            lock.unlock();
        }
        var sorted = new ArrayList<OfSeries>(found.size());
        found.forEach((series, exemplars) -> sorted.add(new OfSeries(series, exemplars)));
        return sorted;
    }

    private static List<Exemplar> within(Iterable<Exemplar> all, long from, long to) {
        var within = new ArrayList<Exemplar>();
        for (Exemplar each : all) {
            if (each.timestampMillis() >= from && each.timestampMillis() <= to) {
                within.add(each);
            }
        }
        return within;
    }
}
