package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.maths.GoNumber;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which rows are buckets of one classic histogram, by their labels but `le`, and which row is the
/// native histogram of the same labels. Found once for a shape.
final class HistogramGroups {
    static final String BUCKET = "le";

    private final Shape input;
    private final int[] groups;
    private final double[] bounds;
    private final boolean[] malformed;
    private final int[] natives;
    private final Shape.Builder keys = new Shape.Builder();
    private final Map<Labels, Integer> places = new HashMap<>();

    HistogramGroups(Shape input, Budget budget) {
        this.input = input;
        int size = input.size();
        groups = new int[size];
        natives = new int[size];
        bounds = new double[size];
        malformed = new boolean[size];
        for (int row = 0; row < size; row++) {
            budget.labels(2);
            Labels labels = input.labels(row);
            Double bound = GoNumber.parse(labels.get(BUCKET));
            malformed[row] = bound == null;
            bounds[row] = bound == null ? Double.NaN : bound;
            groups[row] = place(labels.without(List.of(BUCKET)), input.drops(row));
            natives[row] = place(labels, input.drops(row));
        }
    }

    private int place(Labels key, boolean drops) {
        Integer place = places.putIfAbsent(key, keys.size());
        return place == null ? keys.add(key, drops) : place;
    }

    boolean areOf(@Nullable Shape shape) {
        return input == shape;
    }

    int count() {
        return keys.size();
    }

    /// The group of a row that is a bucket.
    int group(int row) {
        return groups[row];
    }

    /// The group of a row that is a native histogram.
    int nativeGroup(int row) {
        return natives[row];
    }

    double bound(int row) {
        return bounds[row];
    }

    boolean isMalformed(int row) {
        return malformed[row];
    }

    /// The labels of each group, `le` of native histograms included.
    private @Nullable Shape shape;

    Shape shape() {
        Shape found = shape;
        if (found == null) {
            found = keys.build();
            shape = found;
        }
        return found;
    }
}
