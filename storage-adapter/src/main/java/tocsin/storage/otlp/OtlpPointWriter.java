package tocsin.storage.otlp;

import tocsin.labels.Labels;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.head.Batch;
import tocsin.storage.head.Exemplars.Exemplar;
import tocsin.storage.head.LabelKey;
import tocsin.storage.head.RefusedSeriesException;
import tocsin.storage.head.Verdict;
import tocsin.storage.ingest.HistogramRules;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Stores data points as samples of series. A point that cannot be stored whole is refused, for its
/// first reason; what of it could be stored is.
final class OtlpPointWriter {
    private static final long FUTURE_MILLIS = 10 * 60_000L;

    private final Batch batch;
    private final OtlpTranslation rules;
    private final long latest;
    private String problem = "";

    OtlpPointWriter(Batch batch, OtlpTranslation rules, long nowMillis) {
        this.batch = batch;
        this.rules = rules;
        this.latest = nowMillis + FUTURE_MILLIS;
    }

    /// Stores a point.
    ///
    /// @param name of the metric, translated
    /// @return its time
    long write(String name, OtlpResource resource, OtlpPoint point)
            throws RefusedPointException, IOException {
        OtlpPoint.Basis basis = point.basis();
        long at = OtlpPointReader.millis(basis.nanos());
        if (basis.nanos() == 0) {
            throw new RefusedPointException("a data point without a time");
        }
        if (at > latest) {
            throw new RefusedPointException("out of bounds: timestamp is too far in the future");
        }
        problem = "";
        Map<String, String> labels = resource.labels(basis.attributes());
        switch (point) {
            case OtlpPoint.Single single -> single(name, labels, at, single);
            case OtlpPoint.Histogram histogram when rules.customBuckets() ->
                    put(
                            OtlpResource.named(name, labels),
                            at,
                            OtlpBuckets.ofClassic(histogram),
                            basis.exemplars());
            case OtlpPoint.Histogram histogram -> classic(name, labels, at, histogram);
            case OtlpPoint.Exponential histogram ->
                    put(
                            OtlpResource.named(name, labels),
                            at,
                            OtlpBuckets.ofExponential(histogram),
                            basis.exemplars());
            case OtlpPoint.Summary summary -> summary(name, labels, at, summary);
        }
        if (!problem.isEmpty()) {
            throw new RefusedPointException(problem);
        }
        return at;
    }

    private void single(String name, Map<String, String> labels, long at, OtlpPoint.Single point)
            throws RefusedPointException, IOException {
        boolean isEnd = point.basis().isEnd();
        if (point.value().isEmpty() && !isEnd) {
            throw new RefusedPointException("a data point without a value");
        }
        Labels series = OtlpResource.named(name, labels);
        put(series, at, isEnd ? StaleMarker.VALUE : point.value().getAsDouble());
        exemplars(series, point.basis().exemplars());
    }

    private void classic(
            String name, Map<String, String> labels, long at, OtlpPoint.Histogram point)
            throws RefusedPointException, IOException {
        boolean isEnd = point.basis().isEnd();
        double[] bounds = point.bounds();
        long[] counts = point.counts();
        if (counts.length > 0 && counts.length != bounds.length + 1) {
            throw new RefusedPointException(
                    counts.length + " bucket counts for " + bounds.length + " bounds");
        }
        if (point.sum().isPresent()) {
            put(
                    OtlpResource.named(name + "_sum", labels),
                    at,
                    isEnd ? StaleMarker.VALUE : point.sum().getAsDouble());
        }
        double count = isEnd ? StaleMarker.VALUE : unsigned(point.count());
        put(OtlpResource.named(name + "_count", labels), at, count);
        long cumulative = 0;
        for (int i = 0; i < bounds.length && i < counts.length; i++) {
            cumulative += counts[i];
            Labels bucket = bucket(name, labels, bounds[i]);
            put(bucket, at, isEnd ? StaleMarker.VALUE : unsigned(cumulative));
        }
        put(bucket(name, labels, Double.POSITIVE_INFINITY), at, count);
        for (Exemplar each : point.basis().exemplars()) {
            exemplars(bucket(name, labels, boundOf(each, bounds)), List.of(each));
        }
    }

    private static Labels bucket(String name, Map<String, String> labels, double bound) {
        return OtlpResource.named(name + "_bucket", labels, "le", OtlpAttribute.plain(bound));
    }

    private static double boundOf(Exemplar exemplar, double[] bounds) {
        for (double bound : bounds) {
            if (exemplar.value() <= bound) {
                return bound;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private static double unsigned(long count) {
        double half = (double) (count >>> 1);
        return count >= 0 ? (double) count : 2 * half;
    }

    private void summary(String name, Map<String, String> labels, long at, OtlpPoint.Summary point)
            throws IOException {
        boolean isEnd = point.basis().isEnd();
        put(OtlpResource.named(name + "_sum", labels), at, isEnd ? StaleMarker.VALUE : point.sum());
        put(
                OtlpResource.named(name + "_count", labels),
                at,
                isEnd ? StaleMarker.VALUE : unsigned(point.count()));
        for (int i = 0; i < point.quantiles().length; i++) {
            String quantile = OtlpAttribute.plain(point.quantiles()[i]);
            put(
                    OtlpResource.named(name, labels, "quantile", quantile),
                    at,
                    isEnd ? StaleMarker.VALUE : point.values()[i]);
        }
    }

    /// Stores a float, and notes the first problem.
    private void put(Labels series, long at, double value) throws IOException {
        try {
            batch.on(LabelKey.of(series));
            note(batch.add(at, value), series);
        } catch (RefusedSeriesException e) {
            note(String.valueOf(e.getMessage()));
        }
    }

    private void put(Labels series, long at, IntHistogram histogram, List<Exemplar> exemplars)
            throws IOException {
        String wrong = histogram.isStale() ? null : HistogramRules.problem(histogram);
        if (wrong != null) {
            note(wrong + " for series " + series);
            return;
        }
        try {
            batch.on(LabelKey.of(series));
            note(batch.add(at, histogram), series);
        } catch (RefusedSeriesException e) {
            note(String.valueOf(e.getMessage()));
        }
        exemplars(series, exemplars);
    }

    /// Exemplars only decorate: one that cannot be kept is left out.
    private void exemplars(Labels series, List<Exemplar> exemplars) throws IOException {
        if (exemplars.isEmpty() || !problem.isEmpty()) {
            return;
        }
        try {
            batch.on(LabelKey.of(series));
            for (Exemplar each : exemplars) {
                if (each.timestampMillis() <= latest) {
                    var _ = batch.add(each);
                }
            }
        } catch (RefusedSeriesException e) {
            note(String.valueOf(e.getMessage()));
        }
    }

    private void note(Verdict verdict, Labels series) {
        if (!verdict.isStored()) {
            note(verdict.message() + " for series " + series);
        }
    }

    private void note(String what) {
        problem = problem.isEmpty() ? what : problem;
    }

    /// Stores `target_info` over a span of time. It is made here and not sent, so that what of it
    /// cannot be stored, or is there already, is nobody's fault.
    void targetInfo(Labels series, long from, long to, long interval, int most) throws IOException {
        long first = Math.max(from, to - interval * (most - 1));
        for (long at = first; at < to; at += interval) {
            put(series, at, 1);
        }
        put(series, to, 1);
    }
}
