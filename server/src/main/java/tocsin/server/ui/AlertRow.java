package tocsin.server.ui;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.server.api.Alerting.AlertView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One alert as a line of a card, of a table or of a preview.
///
/// @param chips the labels to show
/// @param summary its summary or what comes closest
/// @param notes its other annotations
/// @param source where it comes from; empty when that is no web address
record AlertRow(
        String fingerprint,
        String name,
        String state,
        String severity,
        Ago since,
        List<Chip> chips,
        String summary,
        List<Note> notes,
        boolean hasNotes,
        String source,
        String silence,
        List<Mute> mutes) {
    private static final List<String> SUMMARIES = List.of("summary", "description", "message");

    /// A label, with the view that it narrows to.
    record Chip(String label, String content, String href) {}

    /// An annotation.
    ///
    /// @param href what it holds, when that is a web address
    record Note(String key, String text, String href) {}

    /// What mutes an alert.
    record Mute(String why, String what, String href) {}

    /// @param hidden labels that the page says elsewhere
    static AlertRow of(
            AlertView view, Instant now, AlertQuery query, Set<String> hidden, Set<String> said) {
        Alert alert = view.alert();
        String best = summaryKey(alert.annotations(), said);
        List<Note> notes = notes(alert.annotations().filter(key -> !key.equals(best)), said);
        return new AlertRow(
                alert.fingerprint().toString(),
                alert.name().isEmpty() ? "(no name)" : alert.name(),
                Standing.of(view.status()).word(),
                Severity.of(alert.labels()).style(),
                Ago.of(alert.startsAt(), now),
                chips(alert.labels().without(hidden), query),
                best.isEmpty() ? "" : alert.annotations().get(best),
                notes,
                !notes.isEmpty(),
                Link.safe(alert.generatorUrl()),
                Link.to("silences/new").with("filter", AlertQuery.text(alert.labels())).toString(),
                mutes(view));
    }

    static List<Chip> chips(Labels labels, AlertQuery query) {
        var chips = new ArrayList<Chip>();
        labels.forEachLabel((name, value) ->
                chips.add(new Chip(name, value, query.narrowed(name, value).toString())));
        return chips;
    }

    static List<Note> notes(Labels annotations, Set<String> said) {
        var notes = new ArrayList<Note>();
        annotations.forEachLabel((key, text) -> {
            if (!said.contains(key)) {
                notes.add(new Note(key, text, Link.safe(text)));
            }
        });
        return notes;
    }

    private static String summaryKey(Labels annotations, Set<String> said) {
        return SUMMARIES.stream()
                .filter(key -> annotations.has(key) && !said.contains(key))
                .findFirst()
                .orElse("");
    }

    private static List<Mute> mutes(AlertView view) {
        var mutes = new ArrayList<Mute>();
        for (String id : view.status().silencedBy()) {
            mutes.add(new Mute("silence", id, "silences/" + id));
        }
        for (String fingerprint : view.status().inhibitedBy()) {
            mutes.add(new Mute("inhibited by", fingerprint, "alerts/" + fingerprint));
        }
        for (String interval : view.status().mutedBy()) {
            mutes.add(new Mute("muted by", interval, ""));
        }
        return mutes;
    }
}
