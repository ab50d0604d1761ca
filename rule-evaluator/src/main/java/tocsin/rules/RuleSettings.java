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
        Labels externalLabels) {
    /// Upstream's defaults.
    public static RuleSettings defaults(String externalUrl) {
        return new RuleSettings(
                Duration.ofMinutes(1),
                Duration.ZERO,
                Duration.ofMinutes(1),
                externalUrl,
                Labels.EMPTY);
    }
}
