package tocsin.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.labels.Quoting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How large one posted alert may be. What is larger is refused and its sender told: an alert cut
/// to size would be another alert, and annotations without an end would fill every member's memory.
///
/// @param maxLabels how many labels, and how many annotations, it may have; zero for any number
/// @param maxBytes how long its labels, annotations and URL may be together in UTF-8; zero for any
public record AlertBounds(int maxLabels, int maxBytes) {
    /// No bounds.
    public static final AlertBounds NONE = new AlertBounds(0, 0);

    private static final int SHOWN = 100;

    /// No char of a string takes more bytes.
    private static final int BYTES_PER_CHAR = 3;

    /// The alerts that are within bounds.
    ///
    /// @param problems of the others are added here, each with the name of its alert
    List<Alert> within(List<Alert> alerts, List<String> problems) {
        var within = new ArrayList<Alert>(alerts.size());
        for (Alert alert : alerts) {
            problem(alert).ifPresentOrElse(problems::add, () -> within.add(alert));
        }
        return within;
    }

    /// Whether all are within bounds.
    boolean hold(List<Alert> alerts) {
        return alerts.stream().allMatch(alert -> problem(alert).isEmpty());
    }

    private Optional<String> problem(Alert alert) {
        int most = Math.max(alert.labels().size(), alert.annotations().size());
        if (maxLabels > 0 && most > maxLabels) {
            return Optional.of(
                    "%s: %d labels and %d annotations, of each there may be %d (--alerts.max-labels)"
                            .formatted(
                                    named(alert),
                                    alert.labels().size(),
                                    alert.annotations().size(),
                                    maxLabels));
        }
        if (maxBytes > 0 && chars(alert) * BYTES_PER_CHAR > maxBytes && bytes(alert) > maxBytes) {
            return Optional.of(
                    "%s: labels, annotations and generatorURL of %d bytes, there may be %d (--alerts.max-size-bytes)"
                            .formatted(named(alert), bytes(alert), maxBytes));
        }
        return Optional.empty();
    }

    private static String named(Alert alert) {
        String name = alert.name();
        return "alert " + Quoting.quote(name.length() > SHOWN ? name.substring(0, SHOWN) : name);
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

    /// What is said to the sender of alerts for which there was no room.
    static String noRoom(int leftOut, int sent) {
        return "%d of %d alerts left out: there are too many (--alerts.limit, --alerts.per-alertname-limit); those known already are kept"
                .formatted(leftOut, sent);
    }
}
