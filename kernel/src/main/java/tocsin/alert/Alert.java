package tocsin.alert;

import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;

import java.time.Instant;

/// An alert: labels that identify it, annotations that describe it, and the stretch of time in
/// which its condition held. It is resolved from `endsAt` on; `updatedAt` says when it was last
/// heard of.
///
/// `timedOut` is set when nobody said when it ends, so that `endsAt` is only the time at which we
/// shall stop believing in it: "expired, not heard of" is told apart from "resolved".
///
/// @param generatorUrl where the alert comes from, as sent; may be empty
public record Alert(
        Labels labels,
        Labels annotations,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        String generatorUrl,
        boolean timedOut) {

    /// Refuses what cannot be: an alert without labels, or one that ends before it starts.
    public Alert {
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("an alert needs at least one label");
        }
        if (endsAt.isBefore(startsAt)) {
            throw new IllegalArgumentException(
                    "alert ends at " + endsAt + ", before it starts at " + startsAt);
        }
    }

    /// An alert of this description.
    public Alert(
            AlertPool.Description of,
            Instant startsAt,
            Instant endsAt,
            Instant updatedAt,
            boolean timedOut) {
        this(
                of.labels(),
                of.annotations(),
                startsAt,
                endsAt,
                updatedAt,
                of.generatorUrl(),
                timedOut);
    }

    /// The alert's identity.
    public Fingerprint fingerprint() {
        return labels.fingerprint();
    }

    /// The value of the label `alertname`; empty when there is none.
    public String name() {
        return labels.get(Labels.ALERT_NAME);
    }

    /// Whether the alert has ended at `at`.
    public boolean isResolved(Instant at) {
        return !endsAt.isAfter(at);
    }

    /// The same with another end.
    public Alert endingAt(Instant end) {
        return new Alert(labels, annotations, startsAt, end, updatedAt, generatorUrl, timedOut);
    }

    /// Whether it has ended at `at` because nobody spoke of it again, and not because somebody said
    /// so: when it was last heard of, its end was still to come.
    public boolean isExpired(Instant at) {
        return isResolved(at) && endsAt.isAfter(updatedAt);
    }
}
