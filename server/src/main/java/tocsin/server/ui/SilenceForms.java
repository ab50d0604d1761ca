package tocsin.server.ui;

import jakarta.ws.rs.core.MultivaluedMap;

import tocsin.alert.Alert;
import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.server.api.Alerting;
import tocsin.server.api.Alerting.AlertView;
import tocsin.server.api.Alerting.GroupView;
import tocsin.server.api.Alerting.PostedSilence;
import tocsin.server.api.Alerting.SilenceAnswer;
import tocsin.server.api.Alerting.SilenceView;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Silences as people write them: what was typed, what is wrong with it, and which alerts it would
/// mute.
final class SilenceForms {
    private static final int PREVIEW = 20;

    private final Alerting alerting;
    private final Snapshots snapshots;
    private final Function<String, List<Matcher>> parser;

    SilenceForms(Alerting alerting, Snapshots snapshots, Function<String, List<Matcher>> parser) {
        this.alerting = alerting;
        this.snapshots = snapshots;
        this.parser = parser;
    }

    /// What was typed, field by field.
    ///
    /// @param id of the silence that is changed; empty for a new one
    /// @param starts empty for now
    record Typed(
            String id,
            String filter,
            String starts,
            String duration,
            String createdBy,
            String comment) {
        static Typed of(MultivaluedMap<String, String> fields, String id) {
            return new Typed(
                    id,
                    field(fields, "filter"),
                    field(fields, "starts"),
                    field(fields, "duration"),
                    field(fields, "createdBy"),
                    field(fields, "comment"));
        }

        private static String field(MultivaluedMap<String, String> fields, String name) {
            String value = fields.getFirst(name);
            return value == null ? "" : value.strip();
        }

        private Typed orDefaults() {
            return new Typed(
                    id, filter, starts, duration.isEmpty() ? "2h" : duration, createdBy, comment);
        }
    }

    /// What is wrong, beside the field it is wrong in; empty where nothing is.
    record Wrong(String filter, String starts, String duration, String form) {
        static final Wrong NOTHING = new Wrong("", "", "", "");

        boolean isNothing() {
            return equals(NOTHING);
        }

        Wrong whole(String problem) {
            return new Wrong(filter, starts, duration, problem);
        }
    }

    /// The alerts that a silence would mute.
    ///
    /// @param asked whether there are matchers to ask by
    record Preview(
            boolean asked, boolean any, int count, int total, List<AlertRow> rows, String more) {
        static final Preview NONE = new Preview(false, false, 0, 0, List.of(), "");
    }

    /// The form's page.
    record Model(Typed typed, Wrong wrong, Preview preview, boolean editing) {}

    /// What became of a form that was sent.
    sealed interface Sent {
        /// Kept under this id.
        record Kept(String id) implements Sent {}

        /// Shown again with what is wrong.
        record Again(Model model) implements Sent {}
    }

    Model model(Typed typed) throws InterruptedException {
        Wrong wrong = typed.filter().isEmpty() ? Wrong.NOTHING : check(typed.orDefaults());
        return model(typed.orDefaults(), wrong);
    }

    private Model model(Typed typed, Wrong wrong) throws InterruptedException {
        return new Model(typed, wrong, preview(typed.filter()), !typed.id().isEmpty());
    }

    /// The form for a silence that is there.
    Model edit(SilenceView silence) throws InterruptedException {
        boolean over = silence.state().equals("expired");
        Instant start = over ? alerting.now() : silence.startsAt();
        Duration left = Duration.between(silence.startsAt(), silence.endsAt());
        return model(
                new Typed(
                        over ? "" : silence.id(),
                        AlertQuery.text(silence.matchers()),
                        over ? "" : start.truncatedTo(ChronoUnit.MILLIS).toString(),
                        DurationText.format(left.truncatedTo(ChronoUnit.SECONDS)),
                        silence.createdBy(),
                        silence.comment()),
                Wrong.NOTHING);
    }

    private Wrong check(Typed typed) {
        return new Wrong(
                problem(() -> matchers(typed.filter())),
                problem(() -> start(typed)),
                problem(() -> length(typed)),
                "");
    }

    private static String problem(Runnable reading) {
        try {
            reading.run();
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private List<Matcher> matchers(String filter) {
        List<Matcher> matchers = filter.isEmpty() ? List.of() : parser.apply(filter);
        if (matchers.isEmpty()) {
            throw new IllegalArgumentException("at least one matcher is needed: alertname=\"…\"");
        }
        return matchers;
    }

    private static Optional<Instant> start(Typed typed) {
        if (typed.starts().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(typed.starts()).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "not a time: \"" + typed.starts() + "\"; write 2026-01-31T22:00:00Z", e);
        }
    }

    private static Duration length(Typed typed) {
        Duration length = DurationText.parse(typed.duration());
        if (length.isZero()) {
            throw new IllegalArgumentException("a silence must last some time: 30m, 2h, 1d");
        }
        return length;
    }

    /// Makes or changes the silence of a form.
    Sent send(Typed typed) throws InterruptedException {
        Wrong wrong = check(typed);
        if (!wrong.isNothing()) {
            return new Sent.Again(model(typed, wrong));
        }
        if (typed.createdBy().isEmpty() || typed.comment().isEmpty()) {
            return new Sent.Again(
                    model(typed, wrong.whole("say who you are, and why: others will ask")));
        }
        Optional<Instant> start = start(typed);
        var posted =
                new PostedSilence(
                        Optional.of(typed.id()).filter(id -> !id.isEmpty()),
                        matchers(typed.filter()),
                        start,
                        start.orElseGet(alerting::now).plus(length(typed)),
                        typed.createdBy(),
                        typed.comment(),
                        Map.of());
        if (posted.endsAt().isBefore(alerting.now())) {
            return new Sent.Again(model(typed, wrong.whole("this silence would be over already")));
        }
        SilenceAnswer answer = alerting.putSilence(posted);
        snapshots.forget();
        return switch (answer) {
            case SilenceAnswer.Stored(String id) -> new Sent.Kept(id);
            case SilenceAnswer.Unknown() ->
                    new Sent.Again(model(typed, wrong.whole("this silence is no longer known")));
            case SilenceAnswer.Invalid(String reason) ->
                    new Sent.Again(model(typed, wrong.whole(reason)));
        };
    }

    boolean expire(String id) throws InterruptedException {
        boolean known = alerting.expireSilence(id);
        snapshots.forget();
        return known;
    }

    Optional<SilenceView> silence(String id) throws InterruptedException {
        return alerting.silence(id);
    }

    /// The id, when a silence of this id can be changed; else nothing, for a new one.
    String changeable(String id) throws InterruptedException {
        return silence(id)
                .filter(each -> !each.state().equals("expired"))
                .map(SilenceView::id)
                .orElse("");
    }

    List<SilenceView> silences() throws InterruptedException {
        return alerting.silences();
    }

    Instant now() {
        return alerting.now();
    }

    /// The alerts that matchers match; none when they cannot be read.
    Preview preview(String filter) throws InterruptedException {
        List<Matcher> matchers;
        try {
            matchers = matchers(filter);
        } catch (IllegalArgumentException e) {
            return Preview.NONE;
        }
        var seen = new HashSet<Labels>();
        var rows = new ArrayList<AlertRow>();
        int count = 0;
        Snapshots.Snapshot snapshot = snapshots.latest();
        for (GroupView group : snapshot.groups()) {
            for (AlertView view : group.alerts()) {
                Alert alert = view.alert();
                if (seen.add(alert.labels()) && Matcher.all(matchers, alert.labels())) {
                    count++;
                    if (rows.size() < PREVIEW) {
                        rows.add(row(view, snapshot.at()));
                    }
                }
            }
        }
        return new Preview(
                true,
                count > 0,
                count,
                seen.size(),
                rows,
                count > rows.size() ? "" + (count - PREVIEW) : "");
    }

    private static AlertRow row(AlertView view, Instant at) {
        return AlertRow.of(view, at, AlertQuery.ALL, Set.of(Labels.ALERT_NAME), Set.of());
    }

    /// How many alerts each silence mutes now.
    Map<String, Integer> muted() throws InterruptedException {
        var seen = new HashSet<Labels>();
        var counts = new HashMap<String, Integer>();
        for (GroupView group : snapshots.latest().groups()) {
            for (AlertView view : group.alerts()) {
                if (seen.add(view.alert().labels())) {
                    view.status().silencedBy().forEach(id -> counts.merge(id, 1, Integer::sum));
                }
            }
        }
        return counts;
    }
}
