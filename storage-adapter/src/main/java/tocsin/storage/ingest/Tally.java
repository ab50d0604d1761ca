package tocsin.storage.ingest;

import tocsin.storage.chunk.IntHistogram;
import tocsin.storage.head.Batch;
import tocsin.storage.head.Exemplars;
import tocsin.storage.head.Exemplars.Exemplar;
import tocsin.storage.head.RefusedSeriesException;
import tocsin.storage.head.Verdict;

import java.io.IOException;

/// One message on its way into the store: what was written so far, and why the rest was not.
final class Tally {
    private static final long FUTURE_MILLIS = 10 * 60_000L;

    final Reasons reasons = new Reasons();
    long samples;
    long histograms;
    long exemplars;

    private final Batch batch;
    private final long latest;

    Tally(Batch batch, long nowMillis) {
        this.batch = batch;
        this.latest = nowMillis + FUTURE_MILLIS;
    }

    /// Turns to a series, if it may be.
    boolean on(RawLabels labels) throws IOException {
        try {
            batch.on(labels);
            return true;
        } catch (RefusedSeriesException e) {
            reasons.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    void sample(RawLabels labels, long timestamp, double value) throws IOException {
        if (isFuture(labels, timestamp)) {
            return;
        }
        try {
            Verdict verdict = batch.add(timestamp, value);
            if (verdict.isStored()) {
                samples++;
            } else {
                refuse(verdict, labels);
            }
        } catch (RefusedSeriesException e) {
            reasons.add(String.valueOf(e.getMessage()));
        }
    }

    void histogram(RawLabels labels, HistogramIn histogram) throws IOException {
        if (isFuture(labels, histogram.timestamp())) {
            return;
        }
        String problem = histogram.problem();
        if (problem != null) {
            reasons.add(problem + " for series " + labels);
            return;
        }
        try {
            IntHistogram integers = histogram.integers();
            Verdict verdict =
                    integers != null
                            ? batch.add(histogram.timestamp(), integers)
                            : batch.add(histogram.timestamp(), histogram.floats());
            if (verdict.isStored()) {
                histograms++;
            } else {
                refuse(verdict, labels);
            }
        } catch (RefusedSeriesException e) {
            reasons.add(String.valueOf(e.getMessage()));
        }
    }

    /// Takes an exemplar of the current series.
    ///
    /// @return what is wrong with it, in upstream's words; empty when nothing is
    String exemplar(Exemplar exemplar) {
        if (exemplar.timestampMillis() > latest) {
            return "out of bounds: timestamp is too far in the future";
        }
        Exemplars.Outcome outcome = batch.add(exemplar);
        switch (outcome) {
            case KEPT, SAME -> exemplars++;
            case OUT_OF_ORDER, TOO_LONG, DISABLED -> {}
        }
        return outcome.message();
    }

    private boolean isFuture(RawLabels labels, long timestamp) {
        if (timestamp > latest) {
            reasons.add("out of bounds: timestamp is too far in the future for series " + labels);
            return true;
        }
        return false;
    }

    private void refuse(Verdict verdict, RawLabels labels) {
        reasons.add(verdict.message() + " for series " + labels);
    }

    WriteOutcome outcome() {
        return reasons.isEmpty()
                ? new WriteOutcome.Written(samples, histograms, exemplars)
                : new WriteOutcome.Refused(reasons.toList(), samples, histograms, exemplars);
    }
}
