package tocsin.pipeline;

import java.time.Duration;

/// What the command line says of the pipeline; it stays for the life of the process. A limit of
/// zero is none.
///
/// @param retention how long silences stay visible after their end, and notification log entries
/// @param keepResolved how long a resolved alert is remembered, so that its end can be told after
///   all members were down; costs memory for each resolved alert
/// @param startDelay from the start of the pipeline to its first flush
/// @param peerStep how long each member waits for the one before it
/// @param maxAlerts alerts in total; new ones beyond are refused and counted
/// @param alertsPerName alerts of one `alertname`; new ones beyond are dropped and counted
/// @param namesInMetrics whether those dropped are counted by name
/// @param maxGroups aggregation groups; alerts for new ones beyond are not grouped, and counted
/// @param maxSilences silences, expired ones not yet forgotten included
/// @param maxSilenceBytes the size of one silence
public record PipelineSettings(
        Duration retention,
        Duration keepResolved,
        Duration startDelay,
        Duration peerStep,
        int maxAlerts,
        int alertsPerName,
        boolean namesInMetrics,
        int maxGroups,
        int maxSilences,
        int maxSilenceBytes) {

    /// Upstream's defaults where it has them; a million alerts, as memory has an end.
    public static PipelineSettings defaults() {
        return new PipelineSettings(
                Duration.ofHours(120),
                Duration.ofHours(3),
                Duration.ZERO,
                Duration.ofSeconds(2),
                1_000_000,
                0,
                false,
                0,
                0,
                0);
    }
}
