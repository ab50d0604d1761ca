package tocsin.pipeline;

import tocsin.labels.Labels;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Why somebody was paged about an alert, or was not: how it stands on each of its ways.
///
/// @param state `firing`, `resolved`, or `expired` when nobody spoke of it again
public record Explanation(AlertView alert, String state, List<Way> ways) {
    /// Copies the ways.
    public Explanation {
        ways = List.copyOf(ways);
    }

    /// A route that an alert takes, and the group it is in there.
    ///
    /// @param nextFlush when the group is looked at next; empty when there is no group
    /// @param mutedBy intervals that mute the route now
    public record Way(
            String routeId,
            String receiver,
            String groupKey,
            Labels groupLabels,
            Optional<Instant> nextFlush,
            List<String> mutedBy,
            List<Ear> ears) {
        /// Copies the lists.
        public Way {
            mutedBy = List.copyOf(mutedBy);
            ears = List.copyOf(ears);
        }
    }

    /// An integration at the end of a way.
    ///
    /// @param place `pager/webhook[0]`
    /// @param lastTold what it was last told about the group
    /// @param why what keeps it from being told now, or that it was told
    public record Ear(String place, Optional<LastTold> lastTold, String why) {}

    /// The last notification about a group.
    ///
    /// @param asFiring whether it named the alert as firing
    /// @param asResolved whether it named it as resolved
    public record LastTold(Instant at, String member, boolean asFiring, boolean asResolved) {}
}
