package tocsin.storage.chunk;

import tocsin.promql.value.FloatHistogram.Spans;

import java.util.Arrays;

/// Arithmetic of bucket layouts: which index each bucket has, and how counts move to a wider
/// layout.
final class Buckets {
    private Buckets() {}

    /// The index of every bucket, ascending.
    static int[] indexes(Spans spans) {
        int[] indexes = new int[count(spans)];
        int next = 0;
        int index = 0;
        for (int i = 0; i < spans.offsets().length; i++) {
            index += spans.offsets()[i];
            for (int j = 0; j < spans.lengths()[i]; j++) {
                indexes[next++] = index++;
            }
        }
        return indexes;
    }

    /// The number of buckets.
    static int count(Spans spans) {
        int count = 0;
        for (int length : spans.lengths()) {
            count += length;
        }
        return count;
    }

    static Spans union(Spans a, Spans b) {
        if (a.equals(b)) {
            return a;
        }
        int[] left = indexes(a);
        int[] right = indexes(b);
        int[] merged = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, merged, left.length, right.length);
        Arrays.sort(merged);
        int unique = 0;
        for (int i = 0; i < merged.length; i++) {
            if (i == 0 || merged[i] != merged[i - 1]) {
                merged[unique++] = merged[i];
            }
        }
        return spans(Arrays.copyOf(merged, unique));
    }

    private static Spans spans(int[] indexes) {
        int[] offsets = new int[indexes.length];
        int[] lengths = new int[indexes.length];
        int spans = 0;
        int expected = 0;
        for (int i = 0; i < indexes.length; i++) {
            if (i == 0 || indexes[i] != expected) {
                offsets[spans] = i == 0 ? indexes[0] : indexes[i] - expected;
                lengths[spans++] = 0;
            }
            lengths[spans - 1]++;
            expected = indexes[i] + 1;
        }
        return new Spans(Arrays.copyOf(offsets, spans), Arrays.copyOf(lengths, spans));
    }

    /// Counts of one layout in the places of a wider one, zeros in the new buckets.
    static double[] widen(double[] counts, Spans from, Spans to) {
        if (from.equals(to)) {
            return counts;
        }
        int[] old = indexes(from);
        int[] wide = indexes(to);
        double[] moved = new double[wide.length];
        int next = 0;
        for (int i = 0; i < wide.length && next < old.length; i++) {
            if (wide[i] == old[next]) {
                moved[i] = counts[next++];
            }
        }
        return moved;
    }

    /// The same for counts written as differences.
    static long[] widen(long[] deltas, Spans from, Spans to) {
        if (from.equals(to)) {
            return deltas;
        }
        int[] old = indexes(from);
        int[] wide = indexes(to);
        long[] moved = new long[wide.length];
        int next = 0;
        long count = 0;
        long before = 0;
        for (int i = 0; i < wide.length; i++) {
            long here = 0;
            if (next < old.length && wide[i] == old[next]) {
                count += deltas[next++];
                here = count;
            }
            moved[i] = here - before;
            before = here;
        }
        return moved;
    }

    /// Whether any bucket that was there holds less now, a vanished one counting as zero.
    static boolean shrank(double[] before, Spans beforeSpans, double[] now, Spans nowSpans) {
        int[] old = indexes(beforeSpans);
        int[] current = indexes(nowSpans);
        int at = 0;
        for (int i = 0; i < old.length; i++) {
            while (at < current.length && current[at] < old[i]) {
                at++;
            }
            double here = at < current.length && current[at] == old[i] ? now[at] : 0;
            if (here < before[i]) {
                return true;
            }
        }
        return false;
    }
}
