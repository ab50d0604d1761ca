package tocsin.server.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Optional;

/// Prometheus's flags about alerting rules; what is given here wins over `tocsin.yml`.
final class RuleFlags {
    @Option(
            names = "--rules.alert.for-outage-tolerance",
            description =
                    "How far back to look for the state of a `for` that no member remembers (1h).")
    @Nullable Duration outageTolerance;

    @Option(
            names = "--rules.alert.for-grace-period",
            description =
                    "The least time between such a restoration and the firing of an alert; a"
                            + " shorter `for` is not restored (10m).")
    @Nullable Duration gracePeriod;

    @Option(
            names = "--rules.alert.resend-delay",
            description = "How long until an alert that still fires is handed on again (1m).")
    @Nullable Duration resendDelay;

    Options.Alerting alerting() {
        if (resendDelay != null) {
            ServerFlags.positive("rules.alert.resend-delay", resendDelay);
        }
        return new Options.Alerting(
                Optional.ofNullable(outageTolerance),
                Optional.ofNullable(gracePeriod),
                Optional.ofNullable(resendDelay));
    }
}
