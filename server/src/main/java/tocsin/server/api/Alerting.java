package tocsin.server.api;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the API asks of the alert pipeline. Methods block until the pipeline's loop has answered;
/// what comes back is immutable.
public interface Alerting {
    /// Wall time.
    Instant now();

    /// How long an alert is believed in when nobody says when it ends.
    Duration resolveTimeout();

    /// Takes alerts. Done when this returns: on disk, and at one more member when there is one.
    ///
    /// @return how many were left out because there are too many
    int put(List<Alert> alerts) throws InterruptedException;

    /// The alerts that have not ended, with what mutes them and who receives them, in order of
    /// their fingerprints. An alert passes if one of its receivers does.
    Parts<AlertView> alerts(AlertFilter filter) throws InterruptedException;

    /// The aggregation groups of the receivers that pass, those with at least one alert left, in
    /// upstream's order: with their alerts that have not ended and pass, in upstream's order too.
    Parts<GroupView> groups(AlertFilter filter) throws InterruptedException;

    /// All silences, expired ones included.
    List<SilenceView> silences() throws InterruptedException;

    /// One silence.
    Optional<SilenceView> silence(String id) throws InterruptedException;

    /// Makes or changes a silence.
    SilenceAnswer putSilence(PostedSilence silence) throws InterruptedException;

    /// Ends a silence now. Whether it was known; one that has ended already stays as it is.
    boolean expireSilence(String id) throws InterruptedException;

    /// The receivers in order of the configuration.
    List<ReceiverView> receivers();

    /// The configuration as upstream would print it, secrets hidden.
    String configuration();

    /// Where an alert or a group stands.
    ///
    /// @param state `active`, `suppressed` or `unprocessed`
    /// @param inhibitedBy fingerprints of alerts
    /// @param mutedBy names of time intervals
    /// @param silencedBy ids of silences
    record Status(
            String state, List<String> inhibitedBy, List<String> mutedBy, List<String> silencedBy) {
        /// Nothing mutes it.
        public static final Status ACTIVE = new Status("active", List.of(), List.of(), List.of());

        /// Copies the lists.
        public Status {
            inhibitedBy = List.copyOf(inhibitedBy);
            mutedBy = List.copyOf(mutedBy);
            silencedBy = List.copyOf(silencedBy);
        }
    }

    /// An alert as the API shows it.
    ///
    /// @param receivers in order of routing, duplicates possible
    record AlertView(Alert alert, Status status, List<String> receivers) {
        /// Copies the receivers.
        public AlertView {
            receivers = List.copyOf(receivers);
        }
    }

    /// An aggregation group as the API shows it.
    record GroupView(Labels labels, String receiver, Labels routeLabels, List<AlertView> alerts) {
        /// Copies the alerts.
        public GroupView {
            alerts = List.copyOf(alerts);
        }
    }

    /// A receiver.
    ///
    /// @param labels with its name as the label `name`
    record ReceiverView(String name, Labels labels) {}

    /// A silence as the API shows it.
    ///
    /// @param state `active`, `pending` or `expired`
    record SilenceView(
            String id,
            String state,
            List<Matcher> matchers,
            Instant startsAt,
            Instant endsAt,
            Instant updatedAt,
            String createdBy,
            String comment,
            Map<String, String> annotations) {
        /// Copies the collections.
        public SilenceView {
            matchers = List.copyOf(matchers);
            annotations = Map.copyOf(annotations);
        }
    }

    /// A silence as it was posted; an empty id, or an empty start, was not there.
    record PostedSilence(
            Optional<String> id,
            List<Matcher> matchers,
            Optional<Instant> startsAt,
            Instant endsAt,
            String createdBy,
            String comment,
            Map<String, String> annotations) {
        /// Copies the collections.
        public PostedSilence {
            matchers = List.copyOf(matchers);
            annotations = Map.copyOf(annotations);
        }
    }

    /// What became of a posted silence.
    sealed interface SilenceAnswer {
        /// It is kept under this id.
        record Stored(String id) implements SilenceAnswer {}

        /// There is none of the id given.
        record Unknown() implements SilenceAnswer {}

        /// It cannot be; the text says why, in upstream's words.
        record Invalid(String reason) implements SilenceAnswer {}
    }
}
