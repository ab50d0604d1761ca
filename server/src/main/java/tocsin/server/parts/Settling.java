package tocsin.server.parts;

import java.time.Duration;

/// When a member that starts knows enough to tell.
///
/// To hold what all peers in sight hold is not enough: of three members, two that were killed and
/// start at once meet each other first, agree on what both had missed, and would tell again what
/// the third has told meanwhile, for the alerts of the third may come in before its notification
/// log does. So those that were named and are not in sight yet are given a while.
///
/// @param missingAfter how long members that are not in sight are waited for
/// @param limit the longest wait of all
record Settling(Duration missingAfter, Duration limit) {
    /// Whether the wait is over.
    ///
    /// @param passed since this member joined
    /// @param named how many other members it was told of
    /// @param inSight how many of them, or others, it sees
    /// @param inStep whether it was seen to hold what each of those holds
    boolean isOver(Duration passed, int named, int inSight, boolean inStep) {
        if (passed.compareTo(limit) >= 0) {
            return true;
        }
        boolean missing = inSight == 0 || inSight < named;
        if (missing && passed.compareTo(missingAfter) < 0) {
            return false;
        }
        return inSight == 0 || inStep;
    }
}
