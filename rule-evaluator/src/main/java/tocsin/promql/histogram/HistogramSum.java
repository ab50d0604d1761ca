package tocsin.promql.histogram;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;

/// Sums histograms, or takes their mean, and remembers what was odd about them.
public final class HistogramSum {
    private final boolean mean;
    private @Nullable Tally total;
    private double count;
    private boolean incremental;
    private boolean incompatible;
    private boolean reset;
    private boolean noReset;

    /// A sum of nothing yet, or a mean.
    public HistogramSum(boolean mean) {
        this.mean = mean;
    }

    /// Adds one. Once histograms of both kinds of buckets have met there is no answer.
    ///
    /// @return false when this one does not fit
    public boolean add(FloatHistogram histogram) {
        reset |= histogram.counterResetHint() == CounterResetHint.COUNTER_RESET;
        noReset |= histogram.counterResetHint() == CounterResetHint.NOT_COUNTER_RESET;
        count++;
        Tally sum = total;
        if (sum == null) {
            total = new Tally(histogram);
            return true;
        }
        if (incompatible || sum.isCustom() != Histograms.isCustom(histogram)) {
            incompatible = true;
            return false;
        }
        if (mean) {
            addToMean(sum, histogram);
        } else {
            sum.add(histogram);
        }
        return true;
    }

    private void addToMean(Tally sum, FloatHistogram histogram) {
        if (!incremental) {
            Tally next = sum.copy().add(histogram);
            if (!next.hasInfinite()) {
                total = next;
                return;
            }
            incremental = true;
            sum.divide(count - 1);
        }
        sum.multiply((count - 1) / count);
        sum.add(new Tally(histogram).divide(count), 1);
    }

    /// Whether none was added.
    public boolean isEmpty() {
        return total == null;
    }

    /// Whether exponential and custom buckets met.
    public boolean incompatible() {
        return incompatible;
    }

    /// Whether hints contradicted each other.
    public boolean collided() {
        return reset && noReset;
    }

    /// Whether custom bounds differed.
    public boolean reconciled() {
        return total != null && total.reconciled();
    }

    /// The sum or mean.
    public FloatHistogram value() {
        Tally sum = total;
        if (sum == null) {
            throw new IllegalStateException("nothing was added");
        }
        if (mean && !incremental) {
            sum.divide(count);
        }
        return sum.settle().compact();
    }
}
