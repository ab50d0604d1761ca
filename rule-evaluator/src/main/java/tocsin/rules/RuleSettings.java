package tocsin.rules;

import tocsin.labels.Labels;

import java.time.Duration;

/// What holds for all rules.
///
/// @param interval for groups that name none
/// @param queryOffset for groups that name none
/// @param resendDelay how long until an alert that still fires is handed on again
/// @param externalUrl the address in links of alerts, without a slash at the end
/// @param externalLabels what templates see as `$externalLabels`
public record RuleSettings(
        Duration interval,
        Duration queryOffset,
        Duration resendDelay,
        String externalUrl,
        Labels externalLabels,
        Operation operation) {

    /// Upstream's defaults.
    public static RuleSettings defaults(String externalUrl) {
        return new RuleSettings(
                Duration.ofMinutes(1),
                Duration.ZERO,
                Duration.ofMinutes(1),
                externalUrl,
                Labels.EMPTY,
                Operation.DEFAULT);
    }

    /// The same with another restoration.
    public RuleSettings with(Restoration restoration) {
        return new RuleSettings(
                interval,
                queryOffset,
                resendDelay,
                externalUrl,
                externalLabels,
                operation.with(restoration));
    }

    /// How evaluations are run.
    ///
    /// @param downtime what becomes of slots in which nobody ran
    /// @param mostCaughtUp slots of a group that are evaluated afterwards; older ones are let go
    /// @param concurrency rules that are evaluated at a time beside the first of each group
    /// @param inputWait how long a group waits for groups that record what it reads
    /// @param restoration of a `for` that no member remembers
    public record Operation(
            Downtime downtime,
            int mostCaughtUp,
            int concurrency,
            Duration inputWait,
            Restoration restoration) {
        /// Every slot of the last four hours at a minute each, upstream's concurrency, and a wait
        /// that no group with an interval of seconds notices.
        public static final Operation DEFAULT =
                new Operation(Downtime.RECHECK, 240, 4, Duration.ofSeconds(5), Restoration.DEFAULT);

        /// The same with another restoration.
        public Operation with(Restoration other) {
            return new Operation(downtime, mostCaughtUp, concurrency, inputWait, other);
        }
    }

    /// What time in which nobody evaluated means for alerts that wait for their `for`.
    public enum Downtime {
        /// The slots are evaluated afterwards, each at its own time. Where there is no data either,
        /// the time does not count.
        RECHECK,
        /// The time counts, as if the condition had held.
        COUNT,
        /// The time does not count.
        FREEZE
    }
}
