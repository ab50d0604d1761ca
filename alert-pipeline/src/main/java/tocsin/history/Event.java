package tocsin.history;

import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;

import java.time.Instant;
import java.util.List;

/// One step in the life of alerts.
///
/// @param alerts those it is about
/// @param labels of the alert, where it is about one and tells of it for the first time; else empty
/// @param group the group's key; empty before there is one
/// @param receiver the receiver, with the integration where it matters: `pager/webhook[0]`
/// @param detail what a person needs to know, without secrets
public record Event(
        Instant at,
        Kind kind,
        List<Fingerprint> alerts,
        Labels labels,
        String group,
        String receiver,
        String detail) {
    /// Of how many alerts an event speaks by name: in a storm, one group may hold them all.
    static final int MOST_ALERTS = 10_000;

    /// Copies the list, and cuts it where it is too long.
    public Event {
        if (alerts.size() > MOST_ALERTS) {
            detail = detail + " (and " + (alerts.size() - MOST_ALERTS) + " more alerts)";
            alerts = alerts.subList(0, MOST_ALERTS);
        }
        alerts = List.copyOf(alerts);
    }

    /// About one alert, before it has a group.
    public static Event of(Instant at, Kind kind, Labels alert, String detail) {
        return new Event(at, kind, List.of(alert.fingerprint()), alert, "", "", detail);
    }

    /// About a group.
    public static Event of(
            Instant at,
            Kind kind,
            List<Fingerprint> alerts,
            String group,
            String receiver,
            String detail) {
        return new Event(at, kind, alerts, Labels.EMPTY, group, receiver, detail);
    }

    /// What happened.
    public enum Kind {
        /// An alert came in that was not known as firing.
        RECEIVED("received"),
        /// What is known of a firing alert changed: its start, its annotations.
        UPDATED("updated"),
        /// An alert was refused, for there were too many.
        REFUSED("refused"),
        /// An alert ended because somebody said so.
        RESOLVED("resolved"),
        /// An alert ended because nobody spoke of it again in time.
        EXPIRED("expired"),
        /// An alert joined a group.
        GROUPED("grouped"),
        /// A source alert muted it at a flush.
        INHIBITED("inhibited"),
        /// A silence muted it at a flush.
        SILENCED("silenced"),
        /// A time interval muted its group at a flush.
        TIME_MUTED("time-muted"),
        /// There was nothing new to tell, or another member tells it.
        HELD("held"),
        /// This member took the sending upon itself.
        CLAIMED("claimed"),
        /// An integration was told.
        DELIVERED("delivered"),
        /// An integration was told by another member.
        TOLD_ELSEWHERE("told-elsewhere"),
        /// An attempt failed and will be made again.
        RETRIED("retried"),
        /// Nothing more is tried until the next flush.
        FAILED("failed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// The word of API and command line.
        public String word() {
            return word;
        }
    }
}
