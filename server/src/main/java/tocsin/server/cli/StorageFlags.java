package tocsin.server.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;

/// Flags about what is kept, and how much of it.
final class StorageFlags {
    @Option(names = "--storage.path", paramLabel = "DIR", description = "Where state is kept.")
    String path = "data/";

    @Option(
            names = "--data.retention",
            description = "How long to keep silences after their end, and the notification log.")
    Duration retention = Duration.ofDays(5);

    @Option(
            names = "--data.maintenance-interval",
            description = "Interval between garbage collections and snapshots.")
    Duration maintenance = Duration.ofMinutes(15);

    @Option(
            names = "--storage.samples.retention",
            description = "How long to keep samples in the local store.")
    Duration samplesRetention = Duration.ofDays(15);

    @Option(
            names = "--storage.samples.retention-size",
            paramLabel = "BYTES",
            description = "How large all blocks of samples together may be; 0 for any size.")
    long samplesBytes;

    @Option(
            names = "--storage.samples.out-of-order-window",
            description = "How far behind the newest sample of all a sample may come late.")
    Duration outOfOrderWindow = Duration.ZERO;

    @Option(
            names = "--storage.exemplars",
            paramLabel = "N",
            description = "How many exemplars are kept in memory; 0 for none.")
    int exemplars = 100_000;

    @Option(names = "--silences.max-silences", description = "Maximum number of silences.")
    int maxSilences;

    @Option(names = "--silences.max-silence-size-bytes", description = "Maximum silence size.")
    int maxSilenceBytes;

    @Option(names = "--log.silences", negatable = true, description = "Log each silence change.")
    boolean logSilences;

    @Option(names = "--alerts.gc-interval", description = "Interval between alert collections.")
    Duration gcInterval = Duration.ofMinutes(30);

    @Option(
            names = "--alerts.per-alertname-limit",
            description = "Maximum number of alerts of one alertname.")
    int perAlertname;

    @Option(
            names = "--alerts.limit",
            paramLabel = "N",
            description =
                    "Maximum number of alerts; new ones beyond are left out, counted, and their"
                            + " sender told. 0 for none.")
    int mostAlerts = 1_000_000;

    @Option(
            names = "--alerts.max-labels",
            paramLabel = "N",
            description =
                    "Maximum number of labels, and of annotations, of one posted alert; one with"
                            + " more is refused. 0 for none.")
    int mostLabels = 256;

    @Option(
            names = "--alerts.max-name-bytes",
            paramLabel = "BYTES",
            description =
                    "Maximum size of the name of a label or an annotation of a posted alert; one"
                            + " with a longer name is refused. 0 for none.")
    int mostNameBytes = 1 << 10;

    @Option(
            names = "--alerts.max-value-bytes",
            paramLabel = "BYTES",
            description =
                    "Maximum size of the value of a label or an annotation of a posted alert; one"
                            + " with a longer value is refused. 0 for none.")
    int mostValueBytes = 64 << 10;

    @Option(
            names = "--alerts.max-size-bytes",
            paramLabel = "BYTES",
            description =
                    "Maximum size of labels, annotations and generator URL of one posted alert; a"
                            + " larger one is refused. 0 for none.")
    int mostAlertBytes = 256 << 10;

    @Option(
            names = "--dispatch.group-limit",
            paramLabel = "N",
            description =
                    "Maximum number of aggregation groups; alerts that would need another one are"
                            + " not notified, and counted. 0 for none.")
    int mostGroups;

    @Option(
            names = "--dispatch.maintenance-interval",
            description = "Interval between collections of empty groups.")
    Duration dispatchMaintenance = Duration.ofSeconds(30);

    @Option(
            names = "--dispatch.start-delay",
            description = "Minimum time before the first notification after a start.")
    Duration startDelay = Duration.ZERO;

    Options.Storage storage() {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("tocsin: Options.StoragePath is required");
        }
        ServerFlags.positive("data.retention", retention);
        ServerFlags.positive("data.maintenance-interval", maintenance);
        ServerFlags.positive("storage.samples.retention", samplesRetention);
        var samples =
                new Options.Samples(
                        samplesRetention,
                        Math.max(0, samplesBytes),
                        outOfOrderWindow,
                        Math.max(0, exemplars));
        return new Options.Storage(Path.of(path), retention, maintenance, samples);
    }

    Options.Alerts alerts() {
        ServerFlags.positive("alerts.gc-interval", gcInterval);
        ServerFlags.positive("dispatch.maintenance-interval", dispatchMaintenance);
        return new Options.Alerts(
                gcInterval,
                Math.max(0, mostAlerts),
                Math.max(0, perAlertname),
                Math.max(0, mostGroups),
                new Options.AlertSize(
                        Math.max(0, mostLabels),
                        Math.max(0, mostNameBytes),
                        Math.max(0, mostValueBytes),
                        Math.max(0, mostAlertBytes)),
                dispatchMaintenance,
                startDelay,
                Math.max(0, maxSilences),
                Math.max(0, maxSilenceBytes),
                logSilences);
    }
}
