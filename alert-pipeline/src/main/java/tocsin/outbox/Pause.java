package tocsin.outbox;

import java.time.Duration;
import java.time.Instant;

/// What members tell each other of a destination, and find again after a crash: until when it wants
/// to be left alone, and whether it is down.
///
/// @param at when this was written
/// @param until before then nobody tells it anything; past when it did not ask
/// @param down whether so many attempts in a row have failed that it is asked by one at a time
public record Pause(Instant at, Instant until, boolean down) {
    /// No destination is left alone for longer after it was heard of, whatever clock it was written
    /// by.
    public static final Duration LONGEST = Duration.ofMinutes(10);

    /// The end that holds for who hears of it at `now`.
    Instant end(Instant now) {
        Instant latest = now.plus(LONGEST);
        return until.isAfter(latest) ? latest : until;
    }
}
