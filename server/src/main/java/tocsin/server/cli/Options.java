package tocsin.server.cli;

import tocsin.alertmanagers.Alertmanagers;
import tocsin.labels.MatcherParser;
import tocsin.server.log.LogFormat;
import tocsin.server.log.LogLevel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What the flags said, valid.
///
/// @param configFile the routing configuration: `alertmanager.yml`
/// @param tocsinConfig what is Tocsin's own, if a file was named
/// @param rules globs of rule files; those of the configuration files come on top
/// @param alertmanagers how much may wait for Alertmanagers elsewhere
/// @param matchers how matchers are read, and which names labels may have
/// @param flags all of them by name without dashes, with their values as text
public record Options(
        Path configFile,
        Optional<Path> tocsinConfig,
        List<String> rules,
        Alerting alerting,
        Storage storage,
        Web web,
        Cluster cluster,
        Alerts alerts,
        Query query,
        Alertmanagers.Limits alertmanagers,
        Log log,
        MatcherParser.Mode matchers,
        SequencedMap<String, String> flags) {

    /// What the flags say of alerting rules, before `tocsin.yml`.
    public record Alerting(
            Optional<Duration> outageTolerance,
            Optional<Duration> gracePeriod,
            Optional<Duration> resendDelay) {}

    /// What is kept, where and how long.
    ///
    /// @param retention of silences after their end and of the notification log
    public record Storage(
            Path path, Duration retention, Duration maintenanceInterval, Samples samples) {}

    /// The local store of samples.
    ///
    /// @param bytes of all blocks together; 0 for any number
    /// @param lateWindow how far behind the newest sample of all one may come late
    /// @param exemplars kept in memory
    public record Samples(Duration retention, long bytes, Duration lateWindow, int exemplars) {}

    /// The HTTP server.
    ///
    /// @param routePrefix as written; without one, the path of `externalUrl`
    /// @param getConcurrency the GET requests served at once; 0 for the number of processors, but
    ///   at least 8
    /// @param timeout of a request; zero for none
    /// @param adminApi whether samples may be deleted, and snapshots taken
    /// @param otlpReceiver whether metrics of OpenTelemetry are taken
    public record Web(
            List<HostPort> listen,
            Optional<String> externalUrl,
            Optional<String> routePrefix,
            Optional<Path> configFile,
            int getConcurrency,
            Duration timeout,
            boolean adminApi,
            boolean otlpReceiver) {}

    /// The mesh.
    ///
    /// @param listen empty when clustering is off
    /// @param name empty for a name made at the first start and kept in the storage folder
    public record Cluster(
            Optional<HostPort> listen,
            Optional<HostPort> advertise,
            List<String> peers,
            Optional<String> name,
            String label,
            MeshSecurity security,
            Timing timing) {}

    /// How members know each other, and where they may be found; at most one of the two files.
    ///
    /// @param clearText whether clear text beyond this machine was asked for
    /// @param publicAddress whether a public address may be advertised where there is no private
    public record MeshSecurity(
            Optional<Path> tlsConfig,
            Optional<Path> secretFile,
            boolean clearText,
            boolean publicAddress) {}

    /// The mesh's time.
    public record Timing(
            Duration peerTimeout,
            Duration resolveTimeout,
            Duration gossipInterval,
            Duration pushPullInterval,
            Duration tcpTimeout,
            Duration probeTimeout,
            Duration probeInterval,
            Duration settleTimeout,
            Duration reconnectInterval,
            Duration reconnectTimeout) {}

    /// Bounds of one posted alert; 0 is none.
    ///
    /// @param maxNameBytes of the name of a label or annotation
    /// @param maxValueBytes of its value
    /// @param maxBytes of all of the alert
    public record AlertSize(int maxLabels, int maxNameBytes, int maxValueBytes, int maxBytes) {}

    /// Bounds and beats of alerts and silences; a bound of 0 is none.
    public record Alerts(
            Duration gcInterval,
            int limit,
            int perAlertnameLimit,
            int groupLimit,
            AlertSize size,
            Duration dispatchMaintenanceInterval,
            Duration startDelay,
            int maxSilences,
            int maxSilenceBytes,
            boolean logSilences) {}

    /// Bounds of queries.
    ///
    /// @param features that `--enable-feature` names, those of the language among them
    public record Query(
            Duration lookback,
            Duration timeout,
            int maxConcurrency,
            int maxWaiting,
            long maxSeries,
            long maxSamples,
            Set<String> features) {
        /// Copies the names.
        public Query {
            features = Set.copyOf(features);
        }
    }

    /// What is logged, and how.
    public record Log(LogLevel level, LogFormat format) {}
}
