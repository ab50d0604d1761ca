package tocsin.server.ui;

import tocsin.server.api.Alerting.Status;

import java.util.Optional;

/// Where an alert stands, in the one word that a person asks for.
enum Standing {
    /// Nothing mutes it.
    FIRING("firing"),
    /// Its group has not been flushed yet.
    WAITING("waiting"),
    /// A person muted it.
    SILENCED("silenced"),
    /// Another alert mutes it.
    INHIBITED("inhibited"),
    /// A time interval mutes it.
    MUTED("muted");

    private final String word;

    Standing(String word) {
        this.word = word;
    }

    /// As shown, and as in the query.
    String word() {
        return word;
    }

    static Optional<Standing> of(String word) {
        for (Standing standing : values()) {
            if (standing.word.equals(word)) {
                return Optional.of(standing);
            }
        }
        return Optional.empty();
    }

    /// A silence is named first: it is what a person can end.
    static Standing of(Status status) {
        if (!status.silencedBy().isEmpty()) {
            return SILENCED;
        }
        if (!status.inhibitedBy().isEmpty()) {
            return INHIBITED;
        }
        if (!status.mutedBy().isEmpty()) {
            return MUTED;
        }
        return status.state().equals("unprocessed") ? WAITING : FIRING;
    }
}
