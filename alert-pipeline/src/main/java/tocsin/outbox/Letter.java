package tocsin.outbox;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is still to be told to one integration about one group. There is at most one for both: a
/// newer state of the group takes the place of the older, so that a backlog merges by itself.
///
/// What fires is kept by the alert store as long as it fires, so a letter only names it. What has
/// ended the store forgets after a while, so the letter keeps the ends that are owed because the
/// beginnings were told.
///
/// @param since when it was first to be told
/// @param lastAt when it last changed
/// @param attempts how often it was tried
/// @param firing what was to be told as firing
/// @param resolved what was to be told as ended
/// @param reason in the words of upstream's metric
/// @param cause in the provider's words, without secrets
/// @param ends the alerts whose end is owed; those that fit
public record Letter(
        State state,
        Instant since,
        Instant lastAt,
        int attempts,
        Set<Fingerprint> firing,
        Set<Fingerprint> resolved,
        String reason,
        String cause,
        List<Alert> ends) {
    private static final int LONGEST_CAUSE = 1000;
    private static final int MOST_NAMED = 10_000;
    private static final int MOST_BYTES_OF_ENDS = 128 << 10;

    /// Cuts what is too long.
    public Letter {
        if (cause.length() > LONGEST_CAUSE) {
            cause = cause.substring(0, LONGEST_CAUSE) + "…";
        }
        firing = firing.size() > MOST_NAMED ? Set.of() : Set.copyOf(firing);
        resolved = resolved.size() > MOST_NAMED ? Set.of() : Set.copyOf(resolved);
        ends = fitting(ends);
    }

    /// Where a letter stands.
    public enum State {
        /// It will be tried again.
        PENDING,
        /// Somebody asked for it to be tried now.
        ASKED,
        /// The other side refused it, or it could not be told in time.
        DEAD,
        /// It was told at last, or there is nothing left to tell.
        SETTLED,
        /// Somebody decided that it need not be told.
        DROPPED;

        /// The word of API, command line and metrics.
        public String word() {
            return switch (this) {
                case PENDING, ASKED -> "pending";
                case DEAD -> "dead";
                case SETTLED -> "settled";
                case DROPPED -> "dropped";
            };
        }
    }

    /// Whether somebody still waits for it.
    public boolean isOpen() {
        return switch (state) {
            case PENDING, ASKED, DEAD -> true;
            case SETTLED, DROPPED -> false;
        };
    }

    /// Whether it was dropped, and this is nothing else, and not yet to be repeated.
    public boolean silences(
            Set<Fingerprint> fires, Set<Fingerprint> ended, Duration repeat, Instant now) {
        return state == State.DROPPED
                && now.isBefore(lastAt.plus(repeat))
                && firing.containsAll(fires)
                && resolved.containsAll(ended);
    }

    Letter as(State now, Instant at) {
        boolean settled = now == State.SETTLED;
        return new Letter(
                now,
                now == State.ASKED ? at : since,
                at,
                attempts,
                settled ? Set.of() : firing,
                settled ? Set.of() : resolved,
                reason,
                cause,
                settled ? List.of() : ends);
    }

    private static List<Alert> fitting(List<Alert> all) {
        var fitting = new ArrayList<Alert>(all.size());
        int left = MOST_BYTES_OF_ENDS;
        for (Alert alert : all) {
            left -= size(alert);
            if (left < 0) {
                break;
            }
            fitting.add(alert);
        }
        return List.copyOf(fitting);
    }

    private static int size(Alert alert) {
        return 64 + alert.labels().toString().length() + alert.annotations().toString().length();
    }
}
