package tocsin.outbox;

import java.time.Duration;
import java.util.Optional;

/// How a receiver is spoken to, as `outbox` in `tocsin.yml` says.
///
/// @param rate how fast each of its integrations may be told, by all members together; empty is as
///   fast as it answers
/// @param atOnce how many notifications may be under way to one integration from one member; more
///   costs memory and connections
/// @param deadline how long what fails is tried again, from the first failure on. After that each
///   flush of the group makes one attempt while something fires, and what has ended is given up
/// @param digest when many groups are told in one message
/// @param fallback who is told when this receiver cannot be
public record Terms(
        Optional<Rate> rate,
        int atOnce,
        Duration deadline,
        Digest digest,
        Optional<Fallback> fallback) {
    /// What holds for a receiver of which nothing is said.
    public static final Terms DEFAULT =
            new Terms(Optional.empty(), 128, Duration.ofHours(24), Digest.NEVER, Optional.empty());

    /// Refuses what would stop everything.
    public Terms {
        if (atOnce < 1) {
            throw new IllegalArgumentException("expected at least 1 at once, found " + atOnce);
        }
    }

    /// A bucket of tokens, one for each notification.
    ///
    /// @param perSecond how many come in a second
    /// @param burst how many there may be
    public record Rate(double perSecond, int burst) {
        /// Refuses what would stop everything.
        public Rate {
            if (!(perSecond > 0) || perSecond > 1e6 || burst < 1) {
                throw new IllegalArgumentException(
                        "expected a rate above 0 and a burst of 1 or more, found "
                                + perSecond
                                + " and "
                                + burst);
            }
        }
    }

    /// When a backlog is told as one message. Never where single incidents are opened and closed.
    ///
    /// @param above how many groups must wait for it; 0 is never
    /// @param after how long the oldest of them must have waited
    public record Digest(int above, Duration after) {
        /// No digests.
        public static final Digest NEVER = new Digest(0, Duration.ZERO);
    }

    /// Another receiver, told when this one could not be for so long.
    public record Fallback(String receiver, Duration after) {}
}
