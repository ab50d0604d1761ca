package tocsin.storage.local;

import tocsin.labels.Labels;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SeriesSource.Series;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// Joins lists of series, each in order of labels, to one in which a series stands once.
final class ByLabels {
    /// What comparing two sets of labels is worth, in samples read.
    private static final long COMPARISON = 10;

    private ByLabels() {}

    /// One series and the places where it has samples, in the order of the lists.
    record Joined(Labels labels, List<Series> parts) {}

    /// How far one list is read.
    private static final class Reading {
        private final List<? extends Series> list;
        private final int place;
        private int next;

        Reading(List<? extends Series> list, int place) {
            this.list = list;
            this.place = place;
        }

        boolean hasNext() {
            return next < list.size();
        }

        Series series() {
            return list.get(next);
        }
    }

    static List<Joined> join(List<List<? extends Series>> lists, Patience patience) {
        var readings =
                new PriorityQueue<Reading>((a, b) -> {
                    patience.spend(COMPARISON);
                    int order = a.series().labels().compareTo(b.series().labels());
                    return order == 0 ? Integer.compare(a.place, b.place) : order;
                });
        int longest = 0;
        for (int i = 0; i < lists.size(); i++) {
            longest = Math.max(longest, lists.get(i).size());
            if (!lists.get(i).isEmpty()) {
                readings.add(new Reading(lists.get(i), i));
            }
        }
        var joined = new ArrayList<Joined>(longest);
        for (Reading first = readings.poll(); first != null; first = readings.poll()) {
            patience.spend(COMPARISON);
            Series series = first.series();
            boolean same = !joined.isEmpty() && joined.getLast().labels().equals(series.labels());
            if (!same) {
                joined.add(new Joined(series.labels(), new ArrayList<>(2)));
            }
            joined.getLast().parts().add(series);
            first.next++;
            if (first.hasNext()) {
                readings.add(first);
            }
        }
        return joined;
    }
}
