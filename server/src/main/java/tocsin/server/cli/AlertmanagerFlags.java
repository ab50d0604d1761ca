package tocsin.server.cli;

import picocli.CommandLine.Option;

import tocsin.alertmanagers.Alertmanagers;

/// Prometheus's flags about alerts of rules on their way to Alertmanagers elsewhere.
final class AlertmanagerFlags {
    @Option(
            names = "--alertmanager.notification-queue-capacity",
            paramLabel = "N",
            description = "Alerts of rules that may wait for each Alertmanager elsewhere.")
    int capacity = Alertmanagers.Limits.DEFAULT.queueCapacity();

    @Option(
            names = "--alertmanager.notification-batch-size",
            paramLabel = "N",
            description = "Alerts in one request to an Alertmanager elsewhere.")
    int batch = Alertmanagers.Limits.DEFAULT.batchSize();

    @Option(
            names = "--alertmanager.drain-notification-queue-on-shutdown",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Send what waits for Alertmanagers elsewhere before the process ends.")
    boolean drain = true;

    Alertmanagers.Limits limits() {
        if (capacity < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "--alertmanager.notification-queue-capacity and"
                            + " --alertmanager.notification-batch-size must be positive");
        }
        return new Alertmanagers.Limits(capacity, batch, drain);
    }
}
