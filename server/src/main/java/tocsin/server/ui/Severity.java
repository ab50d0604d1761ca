package tocsin.server.ui;

import tocsin.labels.Labels;

import java.util.Locale;

/// How loud an alert is, by the words that people commonly give the label `severity`. Colours and
/// order follow; alerts without it come last.
enum Severity {
    /// Somebody is woken.
    CRITICAL,
    /// Somebody looks today.
    WARNING,
    /// Good to know.
    INFO,
    /// Not said, or in words of one's own.
    OTHER;

    static Severity of(Labels labels) {
        return switch (labels.get("severity").toLowerCase(Locale.ROOT)) {
            case "critical", "crit", "page", "fatal", "emergency", "error", "high", "p1", "sev1" ->
                    CRITICAL;
            case "warning", "warn", "medium", "ticket", "p2", "sev2" -> WARNING;
            case "info", "informational", "notice", "low", "none", "debug" -> INFO;
            default -> OTHER;
        };
    }

    /// The class in the style sheet.
    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
