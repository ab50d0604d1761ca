package tocsin.promql.histogram;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;

import java.util.Arrays;

/// A native histogram to compute with. What rounding loses is kept beside each number, so that it
/// can be added in the end, where upstream does; where it does not, it is left out.
public final class Tally {
    private CounterResetHint hint;
    private int schema;
    private double zeroThreshold;
    private double[] custom;
    private final double[] numbers = new double[3];
    private final double[] lost = new double[3];
    private final Side positive;
    private final Side negative;
    private boolean reconciled;

    private static final int ZERO = 0;
    private static final int COUNT = 1;
    private static final int SUM = 2;

    /// Starts from a histogram.
    public Tally(FloatHistogram from) {
        hint = from.counterResetHint();
        schema = from.schema();
        zeroThreshold = from.zeroThreshold();
        custom = from.customValues();
        numbers[ZERO] = from.zeroCount();
        numbers[COUNT] = from.count();
        numbers[SUM] = from.sum();
        positive = Side.of(from.positiveSpans(), from.positiveBuckets());
        negative = Side.of(from.negativeSpans(), from.negativeBuckets());
    }

    private Tally(Tally from) {
        hint = from.hint;
        schema = from.schema;
        zeroThreshold = from.zeroThreshold;
        custom = from.custom;
        System.arraycopy(from.numbers, 0, numbers, 0, numbers.length);
        System.arraycopy(from.lost, 0, lost, 0, lost.length);
        positive = from.positive.copy();
        negative = from.negative.copy();
        reconciled = from.reconciled;
    }

    Tally copy() {
        return new Tally(this);
    }

    boolean isCustom() {
        return schema == FloatHistogram.CUSTOM_BUCKETS_SCHEMA;
    }

    int schema() {
        return schema;
    }

    double zeroThreshold() {
        return zeroThreshold;
    }

    double zeroCount() {
        return numbers[ZERO];
    }

    /// The number of observations.
    public double count() {
        return numbers[COUNT];
    }

    double[] custom() {
        return custom;
    }

    Side positive() {
        return positive;
    }

    Side negative() {
        return negative;
    }

    /// Whether custom bounds differed in an addition, and only the common ones were kept.
    public boolean reconciled() {
        return reconciled;
    }

    /// Says what is known of a reset.
    public Tally hint(CounterResetHint newHint) {
        hint = newHint;
        return this;
    }

    /// Multiplies all counts.
    public Tally multiply(double factor) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= factor;
            lost[i] *= factor;
        }
        positive.multiply(factor);
        negative.multiply(factor);
        if (factor < 0) {
            hint = CounterResetHint.GAUGE;
        }
        return this;
    }

    /// Divides all counts; by zero, no bucket remains.
    public Tally divide(double divisor) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] /= divisor;
            lost[i] /= divisor;
        }
        if (divisor == 0) {
            positive.clear();
            negative.clear();
        }
        positive.divide(divisor);
        negative.divide(divisor);
        if (divisor < 0) {
            hint = CounterResetHint.GAUGE;
        }
        return this;
    }

    /// Adds a histogram of the same kind of buckets.
    public Tally add(FloatHistogram other) {
        return add(new Tally(other), 1);
    }

    /// Subtracts a histogram of the same kind of buckets.
    public Tally subtract(FloatHistogram other) {
        return add(new Tally(other), -1);
    }

    Tally add(Tally other, double sign) {
        hint = joined(hint, other.hint);
        if (isCustom()) {
            if (!Arrays.equals(custom, other.custom)) {
                reconciled = true;
                double[] common = common(custom, other.custom);
                rebucket(common);
                other.rebucket(common);
            }
        } else {
            reconcileZero(other);
            increase(ZERO, sign * other.numbers[ZERO]);
            int coarser = Math.min(schema, other.schema);
            reduce(coarser);
            other.reduce(coarser);
            negative.add(other.negative, sign);
        }
        positive.add(other.positive, sign);
        increase(COUNT, sign * other.numbers[COUNT]);
        increase(SUM, sign * other.numbers[SUM]);
        return this;
    }

    private void increase(int field, double value) {
        double before = numbers[field];
        double total = before + value;
        if (Double.isInfinite(total)) {
            lost[field] = 0;
        } else if (Math.abs(before) >= Math.abs(value)) {
            lost[field] += (before - total) + value;
        } else {
            lost[field] += (value - total) + before;
        }
        numbers[field] = total;
    }

    private static CounterResetHint joined(CounterResetHint a, CounterResetHint b) {
        if (a == b) {
            return a;
        }
        boolean gauge = a == CounterResetHint.GAUGE || b == CounterResetHint.GAUGE;
        return gauge ? CounterResetHint.GAUGE : CounterResetHint.UNKNOWN;
    }

    static double[] common(double[] a, double[] b) {
        return Arrays.stream(a).filter(bound -> Arrays.binarySearch(b, bound) >= 0).toArray();
    }

    void rebucket(double[] bounds) {
        positive.rebucket(custom, bounds);
        custom = bounds;
    }

    /// Merges buckets until the resolution is that of a coarser schema.
    public Tally reduce(int coarser) {
        if (coarser < schema && !isCustom()) {
            positive.reduce(schema - coarser);
            negative.reduce(schema - coarser);
            schema = coarser;
        }
        return this;
    }

    /// Widens the zero buckets of both until they are equally wide.
    private void reconcileZero(Tally other) {
        while (zeroThreshold != other.zeroThreshold) {
            if (zeroThreshold < other.zeroThreshold) {
                widenZero(other.zeroThreshold);
            } else {
                other.widenZero(zeroThreshold);
            }
        }
    }

    /// Takes what lies within a wider threshold into the zero bucket; where the threshold cuts a
    /// bucket that holds something, it moves to that bucket's far bound.
    void widenZero(double threshold) {
        double wanted = beyond(positive, threshold);
        double settled = beyond(negative, wanted);
        while (settled != wanted) {
            wanted = beyond(positive, settled);
            settled = beyond(negative, wanted);
        }
        zeroThreshold = settled;
        swallow(positive);
        swallow(negative);
    }

    private double beyond(Side side, double threshold) {
        for (int i = 0; i < side.size; i++) {
            double lower = Bounds.upper(side.index[i] - 1, schema);
            double upper = Bounds.upper(side.index[i], schema);
            if (lower < threshold && upper > threshold) {
                return side.count[i] == 0 ? threshold : upper;
            }
        }
        return threshold;
    }

    private void swallow(Side side) {
        int within = 0;
        while (within < side.size && Bounds.upper(side.index[within] - 1, schema) < zeroThreshold) {
            numbers[ZERO] += side.count[within];
            within++;
        }
        side.dropFirst(within);
    }

    /// Adds what rounding lost.
    Tally settle() {
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isInfinite(numbers[i])) {
                numbers[i] += lost[i];
            }
            lost[i] = 0;
        }
        positive.settle();
        negative.settle();
        return this;
    }

    boolean hasInfinite() {
        for (double number : numbers) {
            if (Double.isInfinite(number)) {
                return true;
            }
        }
        return positive.hasInfinite() || negative.hasInfinite();
    }

    /// What trimming left: new counts, of which count and sum are made.
    void replaceTotals(double zero, double count, double sum) {
        numbers[ZERO] = zero;
        numbers[COUNT] = count;
        numbers[SUM] = sum;
    }

    /// The histogram, without empty buckets.
    public FloatHistogram compact() {
        positive.dropEmpty();
        negative.dropEmpty();
        return new FloatHistogram(
                hint,
                schema,
                zeroThreshold,
                numbers[ZERO],
                numbers[COUNT],
                numbers[SUM],
                positive.spans(),
                positive.counts(),
                negative.spans(),
                negative.counts(),
                custom);
    }
}
