package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.config.AlertmanagerFile;
import tocsin.history.DiskHistory;
import tocsin.loop.EventLoop;
import tocsin.loop.LoopThread;
import tocsin.pipeline.AlertPipeline;
import tocsin.pipeline.PipelineSettings;
import tocsin.server.Lifecycle;
import tocsin.server.StartException;
import tocsin.server.cli.Options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The alert pipeline on its loop.
public final class PipelinePart {
    private static final int LOOP_LIMIT = 100_000;
    private static final String NAMES_IN_METRICS = "alert-names-in-metrics";
    private static final long HISTORY_BYTES = 256L << 20;

    private final EventLoop loop;
    private final AlertPipeline pipeline;
    private volatile AlertmanagerFile.Read config;

    private PipelinePart(EventLoop loop, AlertPipeline pipeline, AlertmanagerFile.Read config) {
        this.loop = loop;
        this.pipeline = pipeline;
        this.config = config;
    }

    /// A pipeline with what its maps recovered; it sends nothing until it is opened.
    public static PipelinePart create(
            Options options,
            AlertmanagerFile.Read config,
            MeshPart mesh,
            Lifecycle lifecycle,
            PrometheusRegistry registry)
            throws StartException {
        DiskHistory history = lifecycle.opened("history", history(options, registry));
        ExecutorService senders =
                lifecycle.opened(
                        "senders",
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("send-", 0).factory()));
        LoopThread loop = lifecycle.opened("pipeline", new LoopThread("pipeline", LOOP_LIMIT));
        AlertPipeline pipeline =
                loop.ask(() ->
                                new AlertPipeline(
                                        new AlertPipeline.Parts(
                                                loop,
                                                senders,
                                                mesh.replication(),
                                                mesh.peers(),
                                                history,
                                                () -> UUID.randomUUID().toString(),
                                                new Random()),
                                        settings(options),
                                        config.pipeline(),
                                        registry))
                        .join();
        return new PipelinePart(loop, pipeline, config);
    }

    private static DiskHistory history(Options options, PrometheusRegistry registry)
            throws StartException {
        Path folder = options.storage().path().resolve("history");
        try {
            return new DiskHistory(folder, HISTORY_BYTES, registry);
        } catch (IOException e) {
            throw new StartException("cannot keep a history in " + folder + ": " + e, e);
        }
    }

    private static PipelineSettings settings(Options options) {
        PipelineSettings defaults = PipelineSettings.defaults();
        Options.Alerts alerts = options.alerts();
        return new PipelineSettings(
                options.storage().retention(),
                defaults.keepResolved(),
                alerts.startDelay(),
                options.cluster().timing().peerTimeout(),
                alerts.limit(),
                alerts.perAlertnameLimit(),
                options.query().features().contains(NAMES_IN_METRICS),
                alerts.groupLimit(),
                alerts.maxSilences(),
                alerts.maxSilenceBytes());
    }

    /// Begins to notify, after the start delay.
    public void open(Options options) {
        loop.after(options.alerts().startDelay(), pipeline::open);
    }

    /// Replaces the configuration.
    public void use(AlertmanagerFile.Read read) {
        loop.ask(
                        () -> {
                            pipeline.use(read.pipeline());
                            return read;
                        })
                .join();
        config = read;
    }

    /// The configuration in force.
    public AlertmanagerFile.Read config() {
        return config;
    }

    /// The pipeline's loop.
    public EventLoop loop() {
        return loop;
    }

    /// The pipeline, to be used on its loop only.
    public AlertPipeline pipeline() {
        return pipeline;
    }
}
