package tocsin.promql.window;

import java.util.Arrays;

/// Where the values of a series fall, which for a counter means that it began anew. Windows that
/// slide forward look at each value once, and meet again only what fell.
final class Falls {
    private int[] at = new int[16];
    private int first;
    private int end;
    private int looked;
    private int lastFrom;

    /// Goes on to another series.
    void forget() {
        first = 0;
        end = 0;
        looked = 0;
        lastFrom = 0;
    }

    /// Adds to a sum, one after another, the values before each fall between two samples, those two
    /// included as the first that is fallen from and the last that is fallen to.
    double add(double[] values, int from, int to, double sum) {
        if (from < lastFrom) {
            forget();
        }
        lastFrom = from;
        while (first < end && at[first] <= from) {
            first++;
        }
        look(values, Math.max(looked, from + 1), to);
        double total = sum;
        for (int i = first; i < end && at[i] < to; i++) {
            total += values[at[i] - 1];
        }
        return total;
    }

    private void look(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (values[i] < values[i - 1]) {
                push(i);
            }
        }
        looked = Math.max(looked, to);
    }

    private void push(int index) {
        if (first == end) {
            first = 0;
            end = 0;
        }
        if (end == at.length) {
            at = Arrays.copyOf(at, 2 * end);
        }
        at[end++] = index;
    }
}
