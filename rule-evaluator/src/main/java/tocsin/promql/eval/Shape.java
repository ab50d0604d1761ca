package tocsin.promql.eval;

import tocsin.labels.Labels;

import java.util.ArrayList;
import java.util.List;

/// The labels of a vector's rows. **The same instance means the same rows**: whatever is derived
/// from labels (groups, partners, names left out) is kept as long as the instance stays, which is
/// until a series is born or dies.
final class Shape {
    static final Shape EMPTY = new Shape(new Labels[0], new boolean[0]);

    private final Labels[] labels;
    private final boolean[] drops;

    /// @param drops rows that lose their metric name at the end of the query
    Shape(Labels[] labels, boolean[] drops) {
        this.labels = labels;
        this.drops = drops;
    }

    static Shape of(List<Labels> labels) {
        return new Shape(labels.toArray(Labels[]::new), new boolean[labels.size()]);
    }

    static Shape of(Labels labels) {
        return of(List.of(labels));
    }

    int size() {
        return labels.length;
    }

    Labels labels(int row) {
        return labels[row];
    }

    boolean drops(int row) {
        return drops[row];
    }

    /// Gathers rows.
    static final class Builder {
        private final List<Labels> labels = new ArrayList<>();
        private final List<Boolean> drops = new ArrayList<>();

        int add(Labels row, boolean drop) {
            labels.add(row);
            drops.add(drop);
            return labels.size() - 1;
        }

        int size() {
            return labels.size();
        }

        Shape build() {
            boolean[] flags = new boolean[drops.size()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = drops.get(i);
            }
            return new Shape(labels.toArray(Labels[]::new), flags);
        }
    }
}
