package tocsin.history;

import tocsin.labels.Fingerprint;

import java.time.Instant;
import java.util.List;

/// One step in the life of alerts.
///
/// @param alerts those it is about
/// @param group the group's key; empty before there is one
/// @param receiver the receiver, with the integration where it matters: `pager/webhook[0]`
/// @param detail what a person needs to know, without secrets
public record Event(
        Instant at,
        Kind kind,
        List<Fingerprint> alerts,
        String group,
        String receiver,
        String detail) {
    /// Copies the list.
    public Event {
        alerts = List.copyOf(alerts);
    }

    /// What happened.
    public enum Kind {
        /// An alert came in that was not known as firing.
        RECEIVED("received"),
        /// An alert ended because somebody said so.
        RESOLVED("resolved"),
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
