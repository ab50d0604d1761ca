package tocsin.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.alert.Alert;
import tocsin.labels.Labels;

import java.util.Optional;

/// How large one posted alert may be. What is larger is refused and its sender told: an alert cut
/// to size would be another alert, and annotations without an end would fill every member's memory.
/// A bound of zero is none; sizes are those of UTF-8.
///
/// @param maxLabels how many labels, and how many annotations, it may have
/// @param maxNameBytes how long the name of one of them may be
/// @param maxValueBytes how long the value of one of them may be
/// @param maxBytes how long its labels, annotations and URL may be together
public record AlertBounds(int maxLabels, int maxNameBytes, int maxValueBytes, int maxBytes) {
    /// No bounds.
    public static final AlertBounds NONE = new AlertBounds(0, 0, 0, 0);

    /// No char of a string takes more bytes.
    private static final long BYTES_PER_CHAR = 3;

    /// A bound that an alert can break.
    enum Bound {
        LABELS,
        NAME,
        VALUE,
        SIZE;

        /// As the metric names it.
        String word() {
            return switch (this) {
                case LABELS -> "labels";
                case NAME -> "name";
                case VALUE -> "value";
                case SIZE -> "size";
            };
        }
    }

    /// Why an alert is too large.
    record Excess(Bound bound, String words) {}

    /// The first bound that an alert breaks. Nearly all break none, and of those no byte is
    /// counted.
    Optional<Excess> excess(Alert alert) {
        int most = Math.max(alert.labels().size(), alert.annotations().size());
        if (maxLabels > 0 && most > maxLabels) {
            return Optional.of(
                    new Excess(
                            Bound.LABELS,
                            "%d labels and %d annotations, of each there may be %d (--alerts.max-labels)"
                                    .formatted(
                                            alert.labels().size(),
                                            alert.annotations().size(),
                                            maxLabels)));
        }
        return excess("label", alert.labels())
                .or(() -> excess("annotation", alert.annotations()))
                .or(() -> excessOfAll(alert));
    }

    private Optional<Excess> excess(String kind, Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            if (isOver(name, maxNameBytes)) {
                return Optional.of(
                        new Excess(
                                Bound.NAME,
                                "name of %s %s of %d bytes, there may be %d (--alerts.max-name-bytes)"
                                        .formatted(
                                                kind,
                                                Shown.quoted(name),
                                                bytes(name),
                                                maxNameBytes)));
            }
            String value = labels.value(i);
            if (isOver(value, maxValueBytes)) {
                return Optional.of(
                        new Excess(
                                Bound.VALUE,
                                "value of %s %s of %d bytes, there may be %d (--alerts.max-value-bytes)"
                                        .formatted(
                                                kind,
                                                Shown.quoted(name),
                                                bytes(value),
                                                maxValueBytes)));
            }
        }
        return Optional.empty();
    }

    private Optional<Excess> excessOfAll(Alert alert) {
        if (maxBytes > 0 && chars(alert) * BYTES_PER_CHAR > maxBytes && bytes(alert) > maxBytes) {
            return Optional.of(
                    new Excess(
                            Bound.SIZE,
                            "labels, annotations and generatorURL of %d bytes, there may be %d (--alerts.max-size-bytes)"
                                    .formatted(bytes(alert), maxBytes)));
        }
        return Optional.empty();
    }

    private static boolean isOver(String text, int most) {
        return most > 0 && text.length() * BYTES_PER_CHAR > most && bytes(text) > most;
    }

    private static long chars(Alert alert) {
        return chars(alert.labels()) + chars(alert.annotations()) + alert.generatorUrl().length();
    }

    private static long chars(Labels labels) {
        long chars = 0;
        for (int i = 0; i < labels.size(); i++) {
            chars += labels.name(i).length() + labels.value(i).length();
        }
        return chars;
    }

    private static long bytes(Alert alert) {
        return bytes(alert.labels()) + bytes(alert.annotations()) + bytes(alert.generatorUrl());
    }

    private static long bytes(Labels labels) {
        long bytes = 0;
        for (int i = 0; i < labels.size(); i++) {
            bytes += bytes(labels.name(i)) + bytes(labels.value(i));
        }
        return bytes;
    }

    private static long bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
