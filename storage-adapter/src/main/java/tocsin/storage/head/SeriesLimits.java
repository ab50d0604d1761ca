package tocsin.storage.head;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;

import java.util.Optional;

/// What a series may look like, and how many there may be. Each limit protects memory, which is the
/// same memory that pages people.
///
/// @param series at most this many at once; about 1 KiB of heap each with two hours of samples
/// @param labels at most this many labels on one
/// @param nameLength of a label's name, in characters
/// @param valueLength of a label's value, in characters
public record SeriesLimits(int series, int labels, int nameLength, int valueLength) {
    /// Ten million series, of 128 labels with names up to 1024 and values up to 16384 characters.
    public static final SeriesLimits DEFAULT = new SeriesLimits(10_000_000, 128, 1024, 16 * 1024);

    /// What is wrong with a label set, if anything.
    public Optional<String> problem(Labels of) {
        if (of.isEmpty()) {
            return Optional.of("a series without labels");
        }
        if (of.size() > labels) {
            return Optional.of(
                    "series " + shortened(of) + ": " + of.size() + " labels, at most " + labels);
        }
        for (int i = 0; i < of.size(); i++) {
            String name = of.name(i);
            if (!LabelNames.isUtf8(name)) {
                return Optional.of("invalid metric name or labels, got " + shortened(of));
            }
            if (name.length() > nameLength || of.value(i).length() > valueLength) {
                return Optional.of(
                        "series "
                                + shortened(of)
                                + ": label "
                                + shortened(name)
                                + " is longer than "
                                + nameLength
                                + " or its value than "
                                + valueLength);
            }
        }
        return Optional.empty();
    }

    private static String shortened(Object text) {
        String all = String.valueOf(text);
        return all.length() <= 256 ? all : all.substring(0, 256) + "…";
    }
}
