package tocsin.pipeline;

import tocsin.labels.Fingerprint;

import java.util.List;

/// What mutes an alert, if anything.
///
/// @param mutedBy names of the time intervals that mute its group
public record AlertStatus(
        State state, List<String> silencedBy, List<Fingerprint> inhibitedBy, List<String> mutedBy) {

    /// Nothing mutes it.
    public static final AlertStatus ACTIVE =
            new AlertStatus(State.ACTIVE, List.of(), List.of(), List.of());

    /// Where an alert stands.
    public enum State {
        /// No mute stage has looked at it yet.
        UNPROCESSED("unprocessed"),
        /// Nothing mutes it.
        ACTIVE("active"),
        /// Something mutes it.
        SUPPRESSED("suppressed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /// The word of API and metrics.
        public String word() {
            return word;
        }
    }

    /// Copies the lists.
    public AlertStatus {
        silencedBy = List.copyOf(silencedBy);
        inhibitedBy = List.copyOf(inhibitedBy);
        mutedBy = List.copyOf(mutedBy);
    }

    /// The status that follows from what mutes.
    public static AlertStatus of(
            List<String> silencedBy, List<Fingerprint> inhibitedBy, List<String> mutedBy) {
        boolean muted = !silencedBy.isEmpty() || !inhibitedBy.isEmpty() || !mutedBy.isEmpty();
        return muted ? new AlertStatus(State.SUPPRESSED, silencedBy, inhibitedBy, mutedBy) : ACTIVE;
    }
}
