package tocsin.labels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// An immutable label set, sorted by name in byte order of its UTF-8 form. A label with an empty
/// value is the same as no label, so none is ever kept.
///
/// Names and values stand in one array, and the hash is computed once: label sets are compared and
/// looked up far more often than they are made.
public final class Labels implements Comparable<Labels> {
    /// The name of the label that holds a metric's name.
    public static final String METRIC_NAME = "__name__";

    /// The name of the label that holds an alert's name.
    public static final String ALERT_NAME = "alertname";

    /// No labels at all.
    public static final Labels EMPTY = new Labels(new String[0]);

    /// Orders strings as their UTF-8 bytes do, which differs from UTF-16 order for supplementary
    /// characters.
    public static final Comparator<String> BYTE_ORDER = Labels::compareUtf8;

    private final String[] pairs;
    private final int hash;

    /// Computed when first asked for; two threads that both compute it come to the same.
    private long fingerprint;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /// Labels from names and values in turn: `of("job", "node", "env", "prod")`.
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "a name without a value: " + namesAndValues.length + " strings");
        }
        var builder = new LabelsBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /// Labels from a map of names to values.
    public static Labels of(Map<String, String> values) {
        var builder = new LabelsBuilder();
        values.forEach(builder::set);
        return builder.build();
    }

    /// Labels from pairs already sorted by name, without duplicates or empty values. Not checked.
    public static Labels ofSorted(String[] sortedPairs) {
        return sortedPairs.length == 0 ? EMPTY : new Labels(sortedPairs);
    }

    /// The number of labels.
    public int size() {
        return pairs.length / 2;
    }

    /// Whether there is no label.
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /// The name of the label at `index`, in order of names.
    public String name(int index) {
        return pairs[2 * index];
    }

    /// The value of the label at `index`, in order of names.
    public String value(int index) {
        return pairs[2 * index + 1];
    }

    /// The value of a label; the empty string when there is none, as matching demands.
    public String get(String name) {
        int index = indexOf(name);
        return index < 0 ? "" : pairs[index + 1];
    }

    /// The value of a label, if it is there.
    public Optional<String> find(String name) {
        int index = indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(pairs[index + 1]);
    }

    /// Whether a label of this name is there.
    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    private int indexOf(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /// Only the labels of these names.
    public Labels retain(Collection<String> names) {
        return filter(names::contains);
    }

    /// All labels but those of these names.
    public Labels without(Collection<String> names) {
        return filter(name -> !names.contains(name));
    }

    /// Only the labels whose name passes.
    public Labels filter(Predicate<String> keep) {
        String[] kept = new String[pairs.length];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (keep.test(pairs[i])) {
                kept[length++] = pairs[i];
                kept[length++] = pairs[i + 1];
            }
        }
        return length == pairs.length ? this : ofSorted(Arrays.copyOf(kept, length));
    }

    /// These labels with one set, or removed when `value` is empty.
    public Labels with(String name, String value) {
        int index = indexOf(name);
        if (index < 0) {
            return value.isEmpty() ? this : ofSorted(replaced(placeOf(name), 0, name, value));
        }
        return ofSorted(value.isEmpty() ? replaced(index, 2) : replaced(index, 2, name, value));
    }

    /// Where a name that is not there would stand.
    private int placeOf(String name) {
        int place = 0;
        while (place < pairs.length && compareUtf8(pairs[place], name) < 0) {
            place += 2;
        }
        return place;
    }

    /// The pairs with `removed` strings at `index` exchanged for `added`.
    private String[] replaced(int index, int removed, String... added) {
        String[] changed = Arrays.copyOf(pairs, pairs.length - removed + added.length);
        System.arraycopy(added, 0, changed, index, added.length);
        int rest = index + removed;
        System.arraycopy(pairs, rest, changed, index + added.length, pairs.length - rest);
        return changed;
    }

    /// A builder that starts from these labels.
    public LabelsBuilder toBuilder() {
        var builder = new LabelsBuilder();
        forEachLabel(builder::set);
        return builder;
    }

    /// Calls back for each label in order of names.
    public void forEachLabel(BiConsumer<String, String> each) {
        for (int i = 0; i < pairs.length; i += 2) {
            each.accept(pairs[i], pairs[i + 1]);
        }
    }

    /// A fresh map, sorted by name.
    public SequencedMap<String, String> toMap() {
        var map = new TreeMap<String, String>(BYTE_ORDER);
        forEachLabel(map::put);
        return map;
    }

    /// The hash by which integrations and upstream know this label set.
    public Fingerprint fingerprint() {
        return new Fingerprint(fingerprintBits());
    }

    /// The bits of the fingerprint, for those who ask too often to make an object each time.
    public long fingerprintBits() {
        long bits = fingerprint;
        if (bits == 0) {
            bits = Fingerprint.bitsOf(this);
            fingerprint = bits;
        }
        return bits;
    }

    @Override
    public int compareTo(Labels other) {
        int shared = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < shared; i++) {
            int order = compareUtf8(pairs[i], other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    private static int compareUtf8(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean oneIsSurrogate = Character.isSurrogate(x) != Character.isSurrogate(y);
                return oneIsSurrogate
                        ? (Character.isSurrogate(x) ? 1 : -1)
                        : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Labels labels
                        && hash == labels.hash
                        && Arrays.equals(pairs, labels.pairs));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// As PromQL writes a label set: `{env="prod", job="node"}`.
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            if (i > 0) {
                text.append(", ");
            }
            boolean legacy = LabelNames.isLegacy(pairs[i]);
            text.append(legacy ? pairs[i] : Quoting.quote(pairs[i]))
                    .append('=')
                    .append(Quoting.quote(pairs[i + 1]));
        }
        return text.append('}').toString();
    }
}
