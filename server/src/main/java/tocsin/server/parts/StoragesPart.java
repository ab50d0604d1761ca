package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.config.Storages;
import tocsin.config.Storages.Source;
import tocsin.config.Storages.Storage;
import tocsin.config.TocsinFile;
import tocsin.durable.DiskThread;
import tocsin.durable.DurableLog;
import tocsin.http.Destinations;
import tocsin.http.HttpSender;
import tocsin.http.HttpSettings;
import tocsin.http.Network;
import tocsin.loop.LoopThread;
import tocsin.promql.eval.Engine;
import tocsin.promql.source.SeriesSource;
import tocsin.rules.Expressions;
import tocsin.rules.SampleSink;
import tocsin.rules.promql.PromqlExpressions;
import tocsin.server.Lifecycle;
import tocsin.server.StartException;
import tocsin.server.cli.Options;
import tocsin.server.cli.Version;
import tocsin.server.storages.Forwarding;
import tocsin.server.storages.Queries;
import tocsin.server.storages.RoutedStorages;
import tocsin.server.storages.RoutedStorages.Served;
import tocsin.server.storages.SenderTransport;
import tocsin.storage.local.DataFolder;
import tocsin.storage.read.RemoteReadSource;
import tocsin.storage.remote.QuerySettings;
import tocsin.storage.remote.QuerySettings.PartialAnswers;
import tocsin.storage.remote.RemoteExpressions;
import tocsin.storage.remote.RemoteWriteMetrics;
import tocsin.storage.remote.RemoteWriteSettings;
import tocsin.storage.remote.RemoteWriteSink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The local storage and those elsewhere, as `tocsin.yml` names them: who evaluates, where results
/// go, and what the API reads. They are opened once: a reload does not change them.
public final class StoragesPart {
    private static final Logger LOG = LoggerFactory.getLogger(StoragesPart.class);
    private static final int LOOP_LIMIT = 100_000;
    private static final Network.Limits LIMITS =
            new Network.Limits(Duration.ofSeconds(10), Duration.ofMinutes(5), 256 << 20);

    private final Options options;
    private final TocsinFile.Read own;
    private final String externalUrl;
    private final StorePart store;
    private final QueryPart queries;
    private final Lifecycle lifecycle;
    private final PrometheusRegistry registry;
    private final Map<String, Engine> engines = new LinkedHashMap<>();
    private final Map<String, SeriesSource> sources = new LinkedHashMap<>();
    private Optional<Forwarding> forwarding = Optional.empty();
    private Optional<Outgoing> outgoing = Optional.empty();

    /// What all results on their way out share.
    private record Outgoing(
            LoopThread loop, ExecutorService io, DiskThread disk, RemoteWriteMetrics metrics) {}

    private StoragesPart(
            Options options,
            TocsinFile.Read own,
            String externalUrl,
            StorePart store,
            Lifecycle lifecycle,
            PrometheusRegistry registry) {
        this.options = options;
        this.own = own;
        this.externalUrl = externalUrl;
        this.store = store;
        this.queries = QueryPart.of(options, own);
        this.lifecycle = lifecycle;
        this.registry = registry;
    }

    /// What others are joined to.
    ///
    /// @param queries the language of all queries
    /// @param engine of the API and of pages
    /// @param source of series of the API
    /// @param forwarding hands the API's questions on, where another server answers them
    public record Opened(
            RoutedStorages rules,
            QueryPart queries,
            Engine engine,
            SeriesSource source,
            Optional<Forwarding> forwarding) {
        /// What people type into pages.
        public tocsin.server.ui.Queries typed() {
            return new TypedQueries(engine);
        }
    }

    /// Opens all storages.
    ///
    /// @throws StartException when one cannot be used
    public static Opened open(
            Options options,
            TocsinFile.Read own,
            String externalUrl,
            StorePart store,
            Lifecycle lifecycle,
            PrometheusRegistry registry)
            throws StartException {
        return new StoragesPart(options, own, externalUrl, store, lifecycle, registry).open();
    }

    private Opened open() throws StartException {
        Storages storages = own.storages();
        Map<String, Served> served = new LinkedHashMap<>();
        Engine local = queries.engine(store.store(), registry);
        served.put(Storages.LOCAL, served(local, store.store().own()));
        sources.put(Storages.LOCAL, store.store());
        engines.put(Storages.LOCAL, local);
        if (!storages.all().isEmpty()) {
            Network network = lifecycle.opened("storages' network", new Network(rules()));
            for (Storage each : storages.all()) {
                served.put(each.name(), open(each, network));
                LOG.atInfo().addKeyValue("storage", each.name()).log("Storage opened");
            }
        }
        return new Opened(
                new RoutedStorages(storages, served),
                queries,
                engines.getOrDefault(storages.api(), local),
                sources.getOrDefault(storages.api(), store.store()),
                forwarding);
    }

    private static Network.Rules rules() {
        return new Network.Rules(
                Destinations.DEFAULT,
                LIMITS,
                "Tocsin/" + Version.TOCSIN,
                System.getenv(),
                InstantSource.system());
    }

    /// Rules have slots and memory of their own, so that no query of a user keeps one waiting.
    private Served served(Engine engine, SampleSink sink) {
        Engine apart = engine.apart();
        return new Served(
                new PromqlExpressions(apart),
                sink,
                new RuleTemplates(Queries.of(apart), externalUrl, own.externalLabels()));
    }

    private Served open(Storage storage, Network network) throws StartException {
        SampleSink sink =
                storage.write().isPresent()
                        ? sink(storage.name(), storage.write().get(), network)
                        : store.store().own();
        return switch (storage.source()) {
            case Source.Query query -> pushed(storage.name(), query, sink, network);
            case Source.Read read ->
                    evaluated(
                            storage.name(),
                            new RemoteReadSource(
                                    new RemoteReadSource.Settings(
                                            read.urls(),
                                            read.timeout(),
                                            read.chunks(),
                                            read.sampleLimit()),
                                    transport(read.http(), network)),
                            sink);
            case Source.Folder(Path folder) -> evaluated(storage.name(), folder(folder), sink);
        };
    }

    private static SeriesSource folder(Path folder) throws StartException {
        try {
            return DataFolder.open(folder);
        } catch (IOException e) {
            throw new StartException("cannot read the data folder " + folder + ": " + e, e);
        }
    }

    private static SenderTransport transport(HttpSettings http, Network network)
            throws StartException {
        try {
            return new SenderTransport(new HttpSender(http, network));
        } catch (IllegalArgumentException e) {
            throw new StartException("storages: " + e.getMessage(), e);
        }
    }

    private Served evaluated(String name, SeriesSource source, SampleSink sink) {
        Engine engine = queries.engine(source, new PrometheusRegistry());
        engines.put(name, engine);
        sources.put(name, source);
        return served(engine, sink);
    }

    private Served pushed(String name, Source.Query query, SampleSink sink, Network network)
            throws StartException {
        SenderTransport transport = transport(query.http(), network);
        var settings =
                new QuerySettings(
                        query.urls(),
                        query.timeout(),
                        query.acceptsPartial() ? PartialAnswers.ACCEPT : PartialAnswers.FAIL);
        Expressions expressions = new RemoteExpressions(settings, transport, queries.language());
        if (own.storages().api().equals(name)) {
            forwarding =
                    Optional.of(
                            new Forwarding(
                                    query.urls(),
                                    query.timeout(),
                                    (method, target, headers, body) ->
                                            transport.ask(
                                                    new HttpSender.Request(
                                                            method,
                                                            target,
                                                            body,
                                                            headers,
                                                            query.timeout()))));
        }
        return new Served(
                expressions,
                sink,
                new RuleTemplates(Queries.of(expressions), externalUrl, own.externalLabels()));
    }

    private SampleSink sink(String name, Storages.Write write, Network network)
            throws StartException {
        Path folder = options.storage().path().resolve("remote-write").resolve(name);
        var settings =
                new RemoteWriteSettings(
                        name,
                        write.url(),
                        own.externalLabels(),
                        write.timeout(),
                        write.samplesPerSend(),
                        write.shards().min(),
                        write.shards().max(),
                        write.mostPending());
        Outgoing out = outgoing();
        try {
            return lifecycle.opened(
                    "remote write to " + name,
                    RemoteWriteSink.start(
                            settings,
                            DurableLog.open(folder, out.disk()),
                            out.loop(),
                            out.io(),
                            transport(write.http(), network),
                            out.metrics()));
        } catch (IOException e) {
            throw new StartException("cannot open the queue in " + folder + ": " + e, e);
        }
    }

    private Outgoing outgoing() {
        if (outgoing.isEmpty()) {
            DiskThread disk = lifecycle.opened("remote write disk", new DiskThread("remote-write"));
            LoopThread loop =
                    lifecycle.opened(
                            "remote write loop", new LoopThread("remote-write", LOOP_LIMIT));
            ExecutorService io =
                    lifecycle.opened(
                            "remote write io",
                            Executors.newThreadPerTaskExecutor(
                                    Thread.ofVirtual().name("remote-write-", 0).factory()));
            outgoing = Optional.of(new Outgoing(loop, io, disk, new RemoteWriteMetrics(registry)));
        }
        return outgoing.get();
    }
}
