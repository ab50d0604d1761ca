package tocsin.dispatch;

import java.time.Instant;

/// A group's timer.
///
/// @param version counts its flushes
/// @param nextFlush when it is looked at next
/// @param ended whether it had nothing left; the next alert begins it anew
public record GroupState(long version, Instant nextFlush, boolean ended) {
    /// Whether this one has more to say than another: more flushes, or as many and an earlier next.
    boolean supersedes(GroupState other) {
        return version != other.version
                ? version > other.version
                : nextFlush.isBefore(other.nextFlush);
    }
}
