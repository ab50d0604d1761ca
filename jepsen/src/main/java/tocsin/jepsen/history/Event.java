package tocsin.jepsen.history;

import java.time.Instant;

/// One thing that happened.
///
/// @param at when, by the harness's clock
/// @param workload whose it is: `silences`, `pages`, `faults`
/// @param kind what was tried or seen: `create`, `expire`, `read`, `fire`, `resolve`, `page`,
///   `fault`
/// @param outcome how it went
/// @param member the member it happened to, empty for none or all
/// @param key the silence or the alert it is about
/// @param detail what else there is to say
public record Event(
        Instant at,
        String workload,
        String kind,
        Outcome outcome,
        String member,
        String key,
        String detail) {

    /// How an operation went. What is not known to have failed may have happened.
    public enum Outcome {
        /// It is about to be tried, or a fault begins.
        INVOKED,
        /// It was acknowledged, or a fault ended.
        OK,
        /// It certainly did not happen.
        FAILED,
        /// Nobody can tell whether it happened.
        UNKNOWN
    }
}
