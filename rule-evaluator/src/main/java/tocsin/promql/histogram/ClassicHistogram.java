package tocsin.promql.histogram;

import java.util.Arrays;

/// A classic histogram: cumulative counts by upper bound. Filled, asked, and used again.
public final class ClassicHistogram {
    private static final double TOLERANCE = 1e-12;

    private double[] bounds = new double[32];
    private double[] counts = new double[32];
    private int size;
    private boolean forced;
    private double forcedLowest;
    private double forcedHighest;
    private double forcedMost;

    /// Forgets all buckets.
    public void clear() {
        size = 0;
    }

    /// Adds a bucket; the order does not matter.
    public void add(double bound, double count) {
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        int place = size;
        while (place > 0 && Double.compare(bounds[place - 1], bound) > 0) {
            bounds[place] = bounds[place - 1];
            counts[place] = counts[place - 1];
            place--;
        }
        bounds[place] = bound;
        counts[place] = count;
        size++;
    }

    /// The number of buckets.
    public int size() {
        return size;
    }

    /// Whether the last quantile needed counts to be raised, and between which bounds and by how
    /// much at most.
    public boolean forced() {
        return forced;
    }

    /// The lowest bound whose count was raised.
    public double forcedLowest() {
        return forcedLowest;
    }

    /// The highest bound whose count was raised.
    public double forcedHighest() {
        return forcedHighest;
    }

    /// The most by which a count was raised.
    public double forcedMost() {
        return forcedMost;
    }

    private boolean reachesInfinity() {
        return size > 0 && bounds[size - 1] == Double.POSITIVE_INFINITY;
    }

    private void joinEqual() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept > 0 && bounds[kept - 1] == bounds[i]) {
                counts[kept - 1] += counts[i];
            } else {
                bounds[kept] = bounds[i];
                counts[kept++] = counts[i];
            }
        }
        size = kept;
    }

    private void ensureMonotonic() {
        forced = false;
        double before = counts[0];
        for (int i = 1; i < size; i++) {
            double count = counts[i];
            if (count == before) {
                continue;
            }
            if (almostEqual(before, count)) {
                counts[i] = before;
            } else if (count < before) {
                forcedLowest = forced ? Math.min(forcedLowest, bounds[i]) : bounds[i];
                forcedHighest = forced ? Math.max(forcedHighest, bounds[i]) : bounds[i];
                forcedMost = forced ? Math.max(forcedMost, before - count) : before - count;
                forced = true;
                counts[i] = before;
            } else {
                before = count;
            }
        }
    }

    private static boolean almostEqual(double a, double b) {
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    /// The φ-quantile. Changes the buckets to what they must have been.
    public double quantile(double quantile) {
        forced = false;
        if (Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (!reachesInfinity()) {
            return Double.NaN;
        }
        joinEqual();
        ensureMonotonic();
        double total = counts[size - 1];
        if (size < 2 || total == 0 || Double.isNaN(total)) {
            return Double.NaN;
        }
        double rank = quantile * total;
        int found = 0;
        while (found < size - 1 && !(counts[found] >= rank)) {
            found++;
        }
        if (found == size - 1) {
            return bounds[size - 2];
        }
        if (found == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = found == 0 ? 0 : bounds[found - 1];
        double below = found == 0 ? 0 : counts[found - 1];
        double inside = counts[found] - below;
        return start + (bounds[found] - start) * ((rank - below) / inside);
    }

    /// The share of observations between two bounds.
    public double fraction(double lower, double upper) {
        if (!reachesInfinity()) {
            return Double.NaN;
        }
        joinEqual();
        double total = counts[size - 1];
        if (total == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        return lower >= upper ? 0 : (rank(upper, total) - rank(lower, total)) / total;
    }

    private double rank(double value, double total) {
        double below = 0;
        double start = bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            if (start >= value) {
                return below;
            }
            if (value < bounds[i]) {
                double share = (value - start) / (bounds[i] - start);
                return Double.isInfinite(start) ? counts[i] : below + (counts[i] - below) * share;
            }
            below = counts[i];
            start = bounds[i];
        }
        return total;
    }
}
