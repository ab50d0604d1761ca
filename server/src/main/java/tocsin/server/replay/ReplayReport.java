package tocsin.server.replay;

import tocsin.labels.Labels;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What rules and routing would have caused in a stretch of time, and, when there is something to
/// compare it with, what those before a change would have.
public record ReplayReport(Instant from, Instant to, Run after, Optional<Run> before) {
    /// One run.
    ///
    /// @param fired how many alerts began to fire, by name and day
    /// @param pages how many notifications, by receiver and day
    /// @param episodes when alerts fired, oldest first; no more than a bounded number
    /// @param moreEpisodes how many are not among them
    /// @param notices what would have been sent, oldest first; no more than a bounded number
    /// @param moreNotices how many are not among them
    /// @param failing rules whose last evaluation failed, and why
    /// @param rules how many ran
    /// @param took how long the replay took
    public record Run(
            SortedMap<String, SortedMap<LocalDate, Integer>> fired,
            SortedMap<String, SortedMap<LocalDate, Pages>> pages,
            List<Episode> episodes,
            long moreEpisodes,
            List<Notice> notices,
            long moreNotices,
            Map<String, String> failing,
            int rules,
            Duration took) {
        /// Copies the lists.
        public Run {
            episodes = List.copyOf(episodes);
            notices = List.copyOf(notices);
        }

        /// All alerts that began to fire.
        public long allFired() {
            return fired.values().stream()
                    .flatMap(days -> days.values().stream())
                    .mapToLong(Integer::longValue)
                    .sum();
        }

        /// All notifications of a receiver, or of all of them when it is empty.
        public Pages allPages(String receiver) {
            Pages sum = Pages.NONE;
            for (Map.Entry<String, SortedMap<LocalDate, Pages>> each : pages.entrySet()) {
                if (receiver.isEmpty() || receiver.equals(each.getKey())) {
                    for (Pages day : each.getValue().values()) {
                        sum = sum.plus(day);
                    }
                }
            }
            return sum;
        }
    }

    /// Notifications: those that tell of something that fires, and those that only tell of ends.
    public record Pages(int firing, int resolved) {
        static final Pages NONE = new Pages(0, 0);

        Pages plus(Pages other) {
            return new Pages(firing + other.firing, resolved + other.resolved);
        }
    }

    /// A stretch of time in which an alert fired.
    ///
    /// @param end empty while it still did at the end
    public record Episode(String name, Labels labels, Instant start, Optional<Instant> end) {}

    /// A notification.
    ///
    /// @param alerts how many it is about
    public record Notice(
            Instant at,
            String receiver,
            String integration,
            Labels groupLabels,
            boolean firing,
            String reason,
            int alerts) {}
}
