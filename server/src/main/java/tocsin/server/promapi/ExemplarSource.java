package tocsin.server.promapi;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;

import java.util.List;

/// Where exemplars come from.
@FunctionalInterface
public interface ExemplarSource {
    /// The exemplars of a range of time, both ends included, of the series that any of the
    /// selections holds, in order of labels.
    List<OfSeries> find(List<List<Matcher>> selections, long from, long to);

    /// The exemplars of a series, the oldest first.
    record OfSeries(Labels series, List<Exemplar> exemplars) {
        /// Copies the list.
        public OfSeries {
            exemplars = List.copyOf(exemplars);
        }
    }

    /// One exemplar.
    record Exemplar(Labels labels, double value, long timestampMillis) {}
}
