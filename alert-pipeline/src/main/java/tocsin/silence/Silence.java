package tocsin.silence;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A person's word that alerts with certain labels shall be quiet for a while.
///
/// @param matchers all must match
/// @param updatedAt when a member last changed it
/// @param expired set once somebody ended it early; it then stays ended, whatever clocks say
public record Silence(
        String id,
        List<Matcher> matchers,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        String createdBy,
        String comment,
        Map<String, String> annotations,
        boolean expired) {

    /// Copies the collections.
    public Silence {
        matchers = List.copyOf(matchers);
        annotations = Map.copyOf(annotations);
    }

    /// Where a silence stands.
    public enum State {
        /// It has not begun.
        PENDING,
        /// It mutes.
        ACTIVE,
        /// It is over.
        EXPIRED;

        /// The word of API and metrics.
        public String word() {
            return switch (this) {
                case PENDING -> "pending";
                case ACTIVE -> "active";
                case EXPIRED -> "expired";
            };
        }
    }

    /// Where it stands at a moment; at its end it is over.
    public State state(Instant at) {
        if (expired || !at.isBefore(endsAt)) {
            return State.EXPIRED;
        }
        return at.isBefore(startsAt) ? State.PENDING : State.ACTIVE;
    }

    /// Whether it is about alerts of these labels, at whatever time.
    public boolean matches(Labels labels) {
        return Matcher.all(matchers, labels);
    }

    /// The same, ended early.
    Silence endedAt(Instant end) {
        Instant start = startsAt.isAfter(end) ? end : startsAt;
        return new Silence(
                id, matchers, start, end, updatedAt, createdBy, comment, annotations, true);
    }

    /// The same, last changed at `at`.
    Silence updated(Instant at) {
        return new Silence(
                id, matchers, startsAt, endsAt, at, createdBy, comment, annotations, expired);
    }
}
