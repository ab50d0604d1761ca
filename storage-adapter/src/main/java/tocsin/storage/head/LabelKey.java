package tocsin.storage.head;

import tocsin.labels.Labels;

import java.nio.charset.StandardCharsets;

/// A label set to look up, in whatever form it came: a message need not become strings when its
/// series is known already.
public interface LabelKey {
    /// Equal label sets have equal hashes, whatever form they come in.
    long hash();

    /// Whether it is this label set.
    boolean is(Labels labels);

    /// The label set, made.
    ///
    /// @throws RefusedSeriesException when it cannot be one
    Labels toLabels() throws RefusedSeriesException;

    /// A label set that is one already.
    static LabelKey of(Labels labels) {
        return new LabelKey() {
            private final long hash = hashOf(labels);

            @Override
            public long hash() {
                return hash;
            }

            @Override
            public boolean is(Labels other) {
                return labels.equals(other);
            }

            @Override
            public Labels toLabels() {
                return labels;
            }
        };
    }

    /// The hash of a label set.
    static long hashOf(Labels labels) {
        long hash = LabelHash.SEED;
        for (int i = 0; i < labels.size(); i++) {
            byte[] name = labels.name(i).getBytes(StandardCharsets.UTF_8);
            byte[] value = labels.value(i).getBytes(StandardCharsets.UTF_8);
            hash = LabelHash.add(hash, name, 0, name.length);
            hash = LabelHash.add(hash, value, 0, value.length);
        }
        return hash;
    }
}
