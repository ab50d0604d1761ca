package tocsin.server.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tocsin.server.log.LogFormat;
import tocsin.server.log.LogLevel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The flags of the server: Alertmanager's, unchanged, and Tocsin's own. Filled in by picocli, then
/// turned into `Options`.
@Command(
        name = "tocsin",
        description = "A gossip-clustered, highly available alert manager and PromQL rule engine.",
        sortOptions = false)
public class ServerFlags {
    @Option(
            names = "--config.file",
            paramLabel = "FILE",
            description = "Alertmanager configuration file name.")
    String configFile = "alertmanager.yml";

    @Option(
            names = "--tocsin.config",
            paramLabel = "FILE",
            description = "What is Tocsin's own: storage, evaluation, rule files.")
    String tocsinConfig = "";

    @Option(
            names = "--rules",
            paramLabel = "GLOB",
            description = "Rule files to evaluate. May be repeated.")
    List<String> rules = new ArrayList<>();

    @Option(names = "--log.level", paramLabel = "LEVEL", description = "debug, info, warn, error.")
    String logLevel = "info";

    @Option(names = "--log.format", paramLabel = "FORMAT", description = "logfmt, json.")
    String logFormat = "logfmt";

    @Option(
            names = "--enable-feature",
            paramLabel = "LIST",
            description = "Experimental features, separated by commas.")
    String features = "";

    @Option(names = "--query.lookback-delta", description = "How old a sample may be.")
    Duration lookback = Duration.ofMinutes(5);

    @Option(names = "--query.timeout", description = "The longest a query may take.")
    Duration queryTimeout = Duration.ofMinutes(2);

    @Option(names = "--query.max-concurrency", description = "Queries run at once.")
    int maxQueries = 20;

    @Option(names = "--query.max-waiting", description = "Queries that may wait for others.")
    int maxWaiting = 1_000;

    @Option(names = "--query.max-series", description = "Series a query may select.")
    long maxSeries = 2_000_000;

    @Option(names = "--query.max-samples", description = "Samples a query may hold at once.")
    long maxSamples = 50_000_000;

    @ArgGroup(validate = false, heading = "%nStorage and alerts%n")
    StorageFlags storage = new StorageFlags();

    @ArgGroup(validate = false, heading = "%nHTTP%n")
    WebFlags web = new WebFlags();

    @ArgGroup(validate = false, heading = "%nRules%n")
    RuleFlags alerting = new RuleFlags();

    @ArgGroup(validate = false, heading = "%nCluster%n")
    ClusterFlags cluster = new ClusterFlags();

    @ArgGroup(validate = false, heading = "%nAlertmanagers elsewhere%n")
    AlertmanagerFlags alertmanagers = new AlertmanagerFlags();

    @Option(names = "--version", description = "Show the version.")
    boolean version;

    @Option(
            names = {"-h", "--help", "--help-long"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /// What the flags say.
    ///
    /// @param texts the same as text, to be shown
    /// @throws IllegalArgumentException when a flag's value cannot be
    Options options(SequencedMap<String, String> texts) {
        if (configFile.isEmpty()) {
            throw new IllegalArgumentException("tocsin: Options.ConfigFile is required");
        }
        return new Options(
                Path.of(configFile),
                path(tocsinConfig),
                List.copyOf(rules),
                alerting.alerting(),
                storage.storage(),
                web.options(),
                cluster.options(),
                storage.alerts(),
                query(),
                alertmanagers.limits(),
                new Options.Log(
                        choice("log.level", logLevel, LogLevel.class),
                        choice("log.format", logFormat, LogFormat.class)),
                Features.matchers(Features.read(features)),
                texts);
    }

    private Options.Query query() {
        positive("query.lookback-delta", lookback);
        positive("query.timeout", queryTimeout);
        if (maxQueries < 1 || maxSamples < 1 || maxSeries < 1) {
            throw new IllegalArgumentException(
                    "--query.max-concurrency, --query.max-series and --query.max-samples must be"
                            + " positive");
        }
        if (maxWaiting < 0) {
            throw new IllegalArgumentException("--query.max-waiting must not be negative");
        }
        return new Options.Query(
                lookback,
                queryTimeout,
                maxQueries,
                maxWaiting,
                maxSeries,
                maxSamples,
                Features.read(features));
    }

    static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("--" + name + " must be positive");
        }
    }

    static Optional<Path> path(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private static <E extends Enum<E>> E choice(String flag, String text, Class<E> type) {
        var names = new ArrayList<String>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(java.util.Locale.ROOT);
            if (name.equals(text)) {
                return constant;
            }
            names.add(name);
        }
        throw new IllegalArgumentException(
                "enum value for flag --%s must be one of %s, got '%s'"
                        .formatted(flag, String.join(",", names), text));
    }
}
