package tocsin.server.api;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.Quoting;

/// What a sender wrote, as it is told back: never longer than a line of a log should be, and on one
/// line.
final class Shown {
    private static final int CHARS = 60;
    private static final int LABELS = 6;

    private Shown() {}

    /// A text that is no longer than this; of a longer one its beginning and an ellipsis.
    static String cut(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
        return text.substring(0, end) + "…";
    }

    static String quoted(String text) {
        return Quoting.quote(cut(text, CHARS));
    }

    /// A label set as PromQL writes it, with the alert's name first and not all of a large one.
    static String labels(Labels labels) {
        var text = new StringBuilder("{");
        int shown = 0;
        if (labels.has(Labels.ALERT_NAME)) {
            append(text, Labels.ALERT_NAME, labels.get(Labels.ALERT_NAME));
            shown++;
        }
        for (int i = 0; i < labels.size() && shown < LABELS; i++) {
            if (!labels.name(i).equals(Labels.ALERT_NAME)) {
                append(text, labels.name(i), labels.value(i));
                shown++;
            }
        }
        int more = labels.size() - shown;
        return text.append(more > 0 ? ", … " + more + " more}" : "}").toString();
    }

    private static void append(StringBuilder text, String name, String value) {
        String cut = cut(name, CHARS);
        text.append(text.length() > 1 ? ", " : "")
                .append(LabelNames.isLegacy(cut) ? cut : Quoting.quote(cut))
                .append('=')
                .append(quoted(value));
    }
}
