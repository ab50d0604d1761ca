package tocsin.promql.histogram;

import tocsin.promql.value.FloatHistogram.Spans;

import java.util.Arrays;

/// The buckets of one side of a histogram: indices ascending, each with its count and with what
/// rounding lost of it.
final class Side {
    int[] index;
    double[] count;
    double[] lost;
    int size;

    private Side(int capacity) {
        index = new int[capacity];
        count = new double[capacity];
        lost = new double[capacity];
    }

    static Side of(Spans spans, double[] values) {
        var side = new Side(values.length);
        int at = 0;
        for (int i = 0; i < spans.offsets().length; i++) {
            at += spans.offsets()[i];
            for (int j = 0; j < spans.lengths()[i]; j++) {
                side.append(at++, values[side.size], 0);
            }
        }
        return side;
    }

    Side copy() {
        var side = new Side(size);
        for (int i = 0; i < size; i++) {
            side.append(index[i], count[i], lost[i]);
        }
        return side;
    }

    private void append(int at, double value, double rest) {
        index[size] = at;
        count[size] = value;
        lost[size++] = rest;
    }

    /// Adds to the last bucket when it is `at`, which must not be below it.
    private void accumulate(int at, double value, double rest) {
        if (size > 0 && index[size - 1] == at) {
            increase(size - 1, value);
            lost[size - 1] += rest;
        } else {
            append(at, value, rest);
        }
    }

    private void increase(int place, double value) {
        double before = count[place];
        double total = before + value;
        if (Double.isInfinite(total)) {
            lost[place] = 0;
        } else if (Math.abs(before) >= Math.abs(value)) {
            lost[place] += (before - total) + value;
        } else {
            lost[place] += (value - total) + before;
        }
        count[place] = total;
    }

    /// Adds the counts of another, `sign` times.
    void add(Side other, double sign) {
        var sum = new Side(size + other.size);
        int i = 0;
        int j = 0;
        while (i < size || j < other.size) {
            boolean mine = j == other.size || (i < size && index[i] <= other.index[j]);
            if (mine) {
                sum.append(index[i], count[i], lost[i]);
                if (j < other.size && other.index[j] == index[i]) {
                    sum.increase(sum.size - 1, sign * other.count[j++]);
                }
                i++;
            } else {
                sum.append(other.index[j], 0, 0);
                sum.increase(sum.size - 1, sign * other.count[j++]);
            }
        }
        take(sum);
    }

    private void take(Side other) {
        index = other.index;
        count = other.count;
        lost = other.lost;
        size = other.size;
    }

    /// Merges buckets until the resolution is lower by `shift` schemas.
    void reduce(int shift) {
        var merged = new Side(size);
        for (int i = 0; i < size; i++) {
            merged.accumulate(((index[i] - 1) >> shift) + 1, count[i], lost[i]);
        }
        take(merged);
    }

    /// Moves custom buckets into those of fewer bounds; empty ones are dropped.
    void rebucket(double[] from, double[] to) {
        var moved = new Side(size);
        for (int i = 0; i < size; i++) {
            double bound = index[i] < from.length ? from[index[i]] : Double.POSITIVE_INFINITY;
            int place = Arrays.binarySearch(to, bound);
            moved.accumulate(place >= 0 ? place : -place - 1, count[i], lost[i]);
        }
        moved.dropEmpty();
        take(moved);
    }

    void multiply(double factor) {
        for (int i = 0; i < size; i++) {
            count[i] *= factor;
            lost[i] *= factor;
        }
    }

    void divide(double divisor) {
        for (int i = 0; i < size; i++) {
            count[i] /= divisor;
            lost[i] /= divisor;
        }
    }

    void clear() {
        size = 0;
    }

    /// Removes the lowest buckets.
    void dropFirst(int dropped) {
        for (int i = dropped; i < size; i++) {
            index[i - dropped] = index[i];
            count[i - dropped] = count[i];
            lost[i - dropped] = lost[i];
        }
        size -= dropped;
    }

    void dropEmpty() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (count[i] != 0) {
                index[kept] = index[i];
                count[kept] = count[i];
                lost[kept++] = lost[i];
            }
        }
        size = kept;
    }

    /// Adds what rounding lost to the counts.
    void settle() {
        for (int i = 0; i < size; i++) {
            if (!Double.isInfinite(count[i])) {
                count[i] += lost[i];
            }
            lost[i] = 0;
        }
    }

    boolean hasInfinite() {
        for (int i = 0; i < size; i++) {
            if (Double.isInfinite(count[i])) {
                return true;
            }
        }
        return false;
    }

    /// The count of a bucket; 0 when it is not there.
    double at(int wanted) {
        int place = Arrays.binarySearch(index, 0, size, wanted);
        return place < 0 ? 0 : count[place];
    }

    boolean isSame(Side other) {
        if (size != other.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            boolean same =
                    Double.doubleToRawLongBits(count[i])
                            == Double.doubleToRawLongBits(other.count[i]);
            if (index[i] != other.index[i] || !same) {
                return false;
            }
        }
        return true;
    }

    double[] counts() {
        return Arrays.copyOf(count, size);
    }

    Spans spans() {
        int spans = 0;
        for (int i = 0; i < size; i++) {
            spans += i == 0 || index[i] != index[i - 1] + 1 ? 1 : 0;
        }
        if (spans == 0) {
            return Spans.NONE;
        }
        int[] offsets = new int[spans];
        int[] lengths = new int[spans];
        int span = -1;
        int expected = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || index[i] != expected) {
                offsets[++span] = index[i] - expected;
            }
            lengths[span]++;
            expected = index[i] + 1;
        }
        return new Spans(offsets, lengths);
    }
}
