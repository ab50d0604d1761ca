package tocsin.promql.window;

/// What the samples of a series come to up to each of them, if all are whole numbers whose sums a
/// double holds exactly: nothing is then lost to rounding, in whatever order they are added, and
/// the sum of any window is the difference of two of these, to the last bit. Counters mostly are.
///
/// A series that is summed once only is left to be summed as it stands.
final class WholeSums {
    /// Up to here every whole number is a double.
    private static final double EXACT = 0x1p53;

    private static final long NEGATIVE_ZERO = Double.doubleToRawLongBits(-0.0);

    private double[] sums = {0};
    private State state = State.NOT_ASKED;

    private enum State {
        NOT_ASKED,
        ASKED_ONCE,
        WHOLE,
        NOT_WHOLE
    }

    /// Goes on to another series.
    void forget() {
        state = State.NOT_ASKED;
    }

    /// Whether windows over the first `size` of these values can be summed here.
    boolean cover(double[] values, int size) {
        return switch (state) {
            case WHOLE -> true;
            case NOT_WHOLE -> false;
            case NOT_ASKED -> {
                state = State.ASKED_ONCE;
                yield false;
            }
            case ASKED_ONCE -> {
                boolean whole = add(values, size);
                state = whole ? State.WHOLE : State.NOT_WHOLE;
                yield whole;
            }
        };
    }

    private boolean add(double[] values, int size) {
        if (sums.length <= size) {
            sums = new double[Math.max(size + 1, 2 * sums.length)];
        }
        double sum = 0;
        double magnitude = 0;
        for (int i = 0; i < size; i++) {
            double value = values[i];
            magnitude += Math.abs(value);
            boolean whole = value == Math.rint(value) && magnitude <= EXACT;
            if (!whole || Double.doubleToRawLongBits(value) == NEGATIVE_ZERO) {
                return false;
            }
            sum += value;
            sums[i + 1] = sum;
        }
        return true;
    }

    /// The sum of the values from one up to another, that one left out.
    double between(int from, int to) {
        return sums[to] - sums[from];
    }
}
