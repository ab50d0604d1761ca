package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.loop.LoopThread;
import tocsin.server.Lifecycle;
import tocsin.server.StartException;
import tocsin.server.cli.Options;
import tocsin.server.metrics.SelfScrape;
import tocsin.server.promapi.RemoteWrite;
import tocsin.storage.ingest.IngestMetrics;
import tocsin.storage.ingest.Metadata;
import tocsin.storage.ingest.RemoteWriteReceiver;
import tocsin.storage.ingest.WriteOutcome;
import tocsin.storage.local.Housekeeping;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
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

    private StorePart(
            LocalStore store, LoopThread loop, Executor io, RemoteWriteReceiver receiver) {
        this.store = store;
        this.loop = loop;
        this.io = io;
        this.receiver = receiver;
    }

    /// Opens the store of the storage folder, with what its log recovered.
    public static StorePart open(Options options, Lifecycle lifecycle, PrometheusRegistry registry)
            throws StartException {
        var folder = options.storage().path().resolve("samples");
        StoreSettings settings =
                StoreSettings.of(folder).withRetention(options.storage().samplesRetention());
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
        var receiver =
                new RemoteWriteReceiver(
                        store, InstantSource.system(), new IngestMetrics(registry), new Metadata());
        return new StorePart(store, loop, io, receiver);
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
                store.append(metrics.at(now));
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
