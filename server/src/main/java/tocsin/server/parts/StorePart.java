package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.loop.LoopThread;
import tocsin.promql.source.SourceException;
import tocsin.server.Lifecycle;
import tocsin.server.StartException;
import tocsin.server.cli.Options;
import tocsin.server.metrics.SelfScrape;
import tocsin.server.promapi.ExemplarSource;
import tocsin.server.promapi.MetadataSource;
import tocsin.server.promapi.OtlpWrite;
import tocsin.server.promapi.RemoteRead;
import tocsin.server.promapi.RemoteWrite;
import tocsin.server.promapi.TsdbAdmin;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.head.Exemplars;
import tocsin.storage.ingest.IngestMetrics;
import tocsin.storage.ingest.Metadata;
import tocsin.storage.ingest.RemoteWriteReceiver;
import tocsin.storage.ingest.WriteOutcome;
import tocsin.storage.local.Housekeeping;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;
import tocsin.storage.match.ValueTest;
import tocsin.storage.otlp.OtlpMetrics;
import tocsin.storage.otlp.OtlpOutcome;
import tocsin.storage.otlp.OtlpReceiver;
import tocsin.storage.otlp.OtlpTranslation;
import tocsin.storage.read.ReadRefusedException;
import tocsin.storage.read.RemoteReadServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The embedded store, with a thread of its own for what it does by the clock.
public final class StorePart {
    private static final Logger LOG = LoggerFactory.getLogger(StorePart.class);
    private static final int LOOP_LIMIT = 1_000;

    private final LocalStore store;
    private final LoopThread loop;
    private final Executor io;
    private final RemoteWriteReceiver receiver;
    private final Metadata metadata;

    private StorePart(
            LocalStore store,
            LoopThread loop,
            Executor io,
            RemoteWriteReceiver receiver,
            Metadata metadata) {
        this.store = store;
        this.loop = loop;
        this.io = io;
        this.receiver = receiver;
        this.metadata = metadata;
    }

    /// Opens the store of the storage folder, with what its log recovered.
    public static StorePart open(Options options, Lifecycle lifecycle, PrometheusRegistry registry)
            throws StartException {
        var folder = options.storage().path().resolve("samples");
        Options.Samples samples = options.storage().samples();
        StoreSettings settings =
                StoreSettings.of(folder)
                        .withRetention(samples.retention(), samples.bytes())
                        .withLateWindow(samples.lateWindow())
                        .withExemplars(samples.exemplars());
        LocalStore store;
        try {
            store =
                    lifecycle.opened(
                            "store", LocalStore.open(settings, registry, new SecureRandom()));
        } catch (IOException e) {
            throw new StartException("cannot open the store in " + folder + ": " + e, e);
        }
        LoopThread loop = lifecycle.opened("store loop", new LoopThread("store", LOOP_LIMIT));
        ExecutorService io =
                lifecycle.opened(
                        "store io",
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("store-", 0).factory()));
        lifecycle.opened("housekeeping", Housekeeping.start(store, loop, io));
        var metadata = new Metadata();
        var receiver =
                new RemoteWriteReceiver(
                        store, InstantSource.system(), new IngestMetrics(registry), metadata);
        return new StorePart(store, loop, io, receiver, metadata);
    }

    /// Stores this member's own metrics from now on.
    public void scrape(SelfScrape metrics, Duration interval) {
        if (interval.isPositive()) {
            loop.after(interval, () -> scrapeOnce(metrics, interval));
        }
    }

    private void scrapeOnce(SelfScrape metrics, Duration interval) {
        long now = loop.now().toEpochMilli();
        io.execute(() -> {
            try {
                store.own().append(metrics.at(now));
            } catch (UncheckedIOException e) {
                LOG.atError().addKeyValue("err", e).log("Own metrics were not stored");
            }
        });
        scrape(metrics, interval);
    }

    /// The store, as source and as sink.
    public LocalStore store() {
        return store;
    }

    /// The door of remote write.
    public RemoteWrite remoteWrite() {
        return (protocol, message) ->
                outcome(
                        switch (protocol) {
                            case V1 -> receiver.writeV1(message);
                            case V2 -> receiver.writeV2(message);
                        });
    }

    /// The door of OTLP.
    public OtlpWrite otlp(OtlpTranslation rules, PrometheusRegistry registry) {
        var otlp =
                new OtlpReceiver(
                        store, InstantSource.system(), rules, new OtlpMetrics(registry), metadata);
        return message -> outcome(otlp.write(message));
    }

    /// The door of remote read.
    ///
    /// @param external labels of the installation, which every answer bears
    public RemoteRead remoteRead(Labels external) {
        var server = new RemoteReadServer(store, external, RemoteReadServer.Limits.DEFAULT);
        return message -> {
            try {
                return switch (server.read(message)) {
                    case RemoteReadServer.Answer.Samples(byte[] samples) ->
                            new RemoteRead.Outcome.Samples(samples);
                    case RemoteReadServer.Answer.Chunks chunks ->
                            new RemoteRead.Outcome.Chunks(chunks::writeTo);
                };
            } catch (CorruptDataException | ReadRefusedException e) {
                return new RemoteRead.Outcome.Refused(String.valueOf(e.getMessage()));
            } catch (SourceException e) {
                return new RemoteRead.Outcome.Failed(String.valueOf(e.getMessage()));
            }
        };
    }

    /// What administrators may do.
    public TsdbAdmin admin() {
        return new TsdbAdmin() {
            @Override
            public void delete(List<Matcher> matchers, long from, long to) throws IOException {
                int series = store.delete(matchers, from, to);
                LOG.atInfo()
                        .addKeyValue("matchers", matchers)
                        .addKeyValue("from", from)
                        .addKeyValue("to", to)
                        .addKeyValue("series", series)
                        .log("Samples deleted");
            }

            @Override
            public void cleanTombstones() throws IOException {
                store.cleanTombstones(loop.now());
            }

            @Override
            public String snapshot(boolean withHead) throws IOException {
                return store.snapshot(withHead, loop.now());
            }
        };
    }

    /// What senders said of metrics.
    public MetadataSource metadata() {
        return () -> {
            var all = new LinkedHashMap<String, List<MetadataSource.Description>>();
            metadata.all()
                    .forEach((metric, descriptions) ->
                            all.put(
                                    metric,
                                    descriptions.stream()
                                            .map(each ->
                                                    new MetadataSource.Description(
                                                            each.type(), each.unit(), each.help()))
                                            .toList()));
            return all;
        };
    }

    /// The exemplars that are kept.
    public ExemplarSource exemplars() {
        return (selections, from, to) ->
                store
                        .exemplars()
                        .find(selections.stream().map(ValueTest::of).toList(), from, to)
                        .stream()
                        .map(StorePart::shown)
                        .toList();
    }

    private static ExemplarSource.OfSeries shown(Exemplars.OfSeries of) {
        return new ExemplarSource.OfSeries(
                of.series(),
                of.exemplars().stream()
                        .map(each ->
                                new ExemplarSource.Exemplar(
                                        each.labels(), each.value(), each.timestampMillis()))
                        .toList());
    }

    private static OtlpWrite.Outcome outcome(OtlpOutcome outcome) {
        return switch (outcome) {
            case OtlpOutcome.Read read -> new OtlpWrite.Outcome.Read(read.answer());
            case OtlpOutcome.Unreadable(String why) ->
                    new OtlpWrite.Outcome.Unreadable(
                            OtlpOutcome.status(OtlpOutcome.INVALID_ARGUMENT, why));
            case OtlpOutcome.Failed(String why) ->
                    new OtlpWrite.Outcome.Failed(OtlpOutcome.status(OtlpOutcome.UNAVAILABLE, why));
        };
    }

    private static RemoteWrite.Outcome outcome(WriteOutcome outcome) {
        return switch (outcome) {
            case WriteOutcome.Written(long samples, long histograms, long exemplars) ->
                    new RemoteWrite.Outcome.Written(samples, histograms, exemplars);
            case WriteOutcome.Refused(var reasons, long samples, long histograms, long exemplars) ->
                    new RemoteWrite.Outcome.Refused(reasons, samples, histograms, exemplars);
            case WriteOutcome.Failed(String reason) -> new RemoteWrite.Outcome.Failed(reason);
        };
    }
}
