package tocsin.alerts;

import tocsin.alert.Alert;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;

/// Makes one alert of two accounts of it, by upstream's rule (`alert.Merge`): accounts whose
/// stretches overlap are one alert that began with the earlier; others are told apart, and the
/// newer stands.
public final class AlertMerge {
    private static final Comparator<Alert> BY_AGE =
            Comparator.comparing(Alert::updatedAt)
                    .thenComparing(Alert::startsAt)
                    .thenComparing(Alert::endsAt)
                    .thenComparing(Alert::annotations)
                    .thenComparing(Alert::generatorUrl);

    private AlertMerge() {}

    /// What is known after `posted` arrives on top of `known`.
    public static Alert onto(Alert known, Alert posted, Instant now) {
        return overlap(known, posted) ? merge(known, posted, now) : posted;
    }

    /// One alert of the accounts of several sources, oldest first; the order in which they are
    /// given does not matter.
    ///
    /// @param accounts at least one
    public static Alert of(Collection<Alert> accounts, Instant now) {
        return accounts.stream()
                .sorted(BY_AGE)
                .reduce((known, posted) -> onto(known, posted, now))
                .orElseThrow();
    }

    private static boolean overlap(Alert known, Alert posted) {
        return within(posted.endsAt(), known) || within(posted.startsAt(), known);
    }

    private static boolean within(Instant at, Alert alert) {
        return at.isAfter(alert.startsAt()) && at.isBefore(alert.endsAt());
    }

    private static Alert merge(Alert known, Alert posted, Instant now) {
        boolean postedIsOlder = posted.updatedAt().isBefore(known.updatedAt());
        Alert newer = postedIsOlder ? known : posted;
        Alert older = postedIsOlder ? posted : known;
        Instant start =
                older.startsAt().isBefore(newer.startsAt()) ? older.startsAt() : newer.startsAt();
        boolean olderCounts = newer.isResolved(now) ? older.isResolved(now) : !older.timedOut();
        Instant end =
                olderCounts && older.endsAt().isAfter(newer.endsAt())
                        ? older.endsAt()
                        : newer.endsAt();
        return new Alert(
                newer.labels(),
                newer.annotations(),
                start,
                end,
                newer.updatedAt(),
                newer.generatorUrl(),
                newer.timedOut());
    }
}
