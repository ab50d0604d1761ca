package tocsin.storage.remote;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.durable.RecordLog;
import tocsin.labels.Labels;
import tocsin.loop.EventLoop;
import tocsin.rules.SampleSink;
import tocsin.storage.remote.WriteQueue.Epoch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Writes results of rules to another storage. They are answered once they are in a log on disk,
/// and sent from there, each series in order, again and again until the target takes them or says
/// that they are wrong: whatever falls over in between, nothing that was answered is missed. After
/// a crash some are sent twice, which receivers do not mind.
///
/// The queue belongs to its loop. `append` blocks, and must not be called on it.
public final class RemoteWriteSink implements SampleSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteSink.class);
    private static final Duration DESCRIBE = Duration.ofMinutes(1);
    private static final int MOST_DESCRIBED = 2_000;

    private final RemoteWriteSettings settings;
    private final RecordLog log;
    private final EventLoop loop;
    private final Executor io;
    private final Transport transport;
    private final RemoteWriteMetrics.OfTarget metrics;

    private final WriteQueue queue;
    private final Sharding sharding;
    private final Set<String> described = new LinkedHashSet<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean closed;

    /// Samples of one shard, as a message.
    private record Part(int shard, List<Sample> samples, byte[] message) {
        long newest() {
            return samples.stream().mapToLong(Sample::timestampMillis).max().orElse(0);
        }
    }

    private RemoteWriteSink(
            RemoteWriteSettings settings,
            RecordLog log,
            EventLoop loop,
            Executor io,
            Transport transport,
            RemoteWriteMetrics metrics) {
        this.settings = settings;
        this.log = log;
        this.loop = loop;
        this.io = io;
        this.transport = transport;
        this.metrics = metrics.of(settings);
        this.queue = new WriteQueue(settings.minShards());
        this.sharding = new Sharding(settings.minShards(), settings.maxShards());
    }

    /// Takes over what the log holds, and begins to send.
    public static RemoteWriteSink start(
            RemoteWriteSettings settings,
            RecordLog log,
            EventLoop loop,
            Executor io,
            Transport transport,
            RemoteWriteMetrics metrics) {
        var sink = new RemoteWriteSink(settings, log, loop, io, transport, metrics);
        log.recover(sink.queue::recover);
        sink.queue.recovered();
        sink.metrics.shards().set(settings.minShards());
        sink.metrics.desired().set(settings.minShards());
        loop.execute(sink::send);
        loop.after(DESCRIBE, sink::describe);
        loop.after(Sharding.UPDATE, sink::reshard);
        return sink;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public List<Refused> append(List<Sample> samples) {
        return offer(samples).join();
    }

    /// Answers once all samples are in the log, or refused. Any thread.
    CompletableFuture<List<Refused>> offer(List<Sample> samples) {
        var answer = new CompletableFuture<List<Refused>>();
        loop.execute(() -> encode(samples, queue.current(), answer));
        return answer;
    }

    /// Not on the loop: it takes long.
    private void encode(
            List<Sample> samples, Epoch epoch, CompletableFuture<List<Refused>> answer) {
        io.execute(() -> {
            try {
                List<Part> parts = parts(samples, epoch.shards());
                loop.execute(() -> enqueue(samples, epoch, parts, answer));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
    }

    private void enqueue(
            List<Sample> samples,
            Epoch epoch,
            List<Part> parts,
            CompletableFuture<List<Refused>> answer) {
        if (!epoch.equals(queue.current())) {
            encode(samples, queue.current(), answer);
            return;
        }
        note(samples);
        var refused = CompletableFuture.<List<Refused>>completedFuture(new ArrayList<>());
        for (Part part : parts) {
            var problem = new CompletableFuture<String>();
            enqueue(epoch, part, problem);
            refused = refused.thenCombine(problem, (all, why) -> with(all, part, why));
        }
        var _ = refused.thenAccept(answer::complete);
    }

    private static List<Refused> with(List<Refused> all, Part part, String problem) {
        if (!problem.isEmpty()) {
            part.samples().forEach(each -> all.add(new Refused(each, Reason.LIMIT, problem)));
        }
        return all;
    }

    /// The samples of a series are in one shard, and stay in order there.
    private List<Part> parts(List<Sample> samples, int shards) {
        List<List<Sample>> byShard = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            byShard.add(shards == 1 ? samples : new ArrayList<>());
        }
        if (shards > 1) {
            for (Sample each : samples) {
                int mixed = each.labels().hashCode() * 0x9E3779B9;
                byShard.get(Math.floorMod(mixed ^ mixed >>> 16, shards)).add(each);
            }
        }
        var parts = new ArrayList<Part>();
        for (int shard = 0; shard < shards; shard++) {
            List<Sample> own = byShard.get(shard);
            for (int from = 0; from < own.size(); from += settings.samplesPerMessage()) {
                int to = Math.min(own.size(), from + settings.samplesPerMessage());
                List<Sample> some = own.subList(from, to);
                parts.add(new Part(shard, some, WriteMessage.of(some, settings.external())));
            }
        }
        return parts;
    }

    private void enqueue(Epoch epoch, Part part, CompletableFuture<String> answer) {
        int samples = part.samples().size();
        if (closed || queue.pending() + samples > settings.mostPending()) {
            metrics.dropped().inc(samples);
            answer.complete(
                    closed
                            ? "remote write is closed"
                            : queue.pending()
                                    + " samples wait to be sent, at most "
                                    + settings.mostPending());
            return;
        }
        Queued queued = queue.expect(epoch, part.shard(), samples, part.newest(), part.message());
        sharding.arrived(samples);
        tellPending();
        log.append(
                queued.toRecord(),
                failure -> loop.execute(() -> logged(epoch, queued, failure, answer)));
    }

    private void logged(
            Epoch epoch,
            Queued queued,
            @Nullable Exception failure,
            CompletableFuture<String> answer) {
        if (failure != null) {
            queue.lost(epoch, queued);
            tellPending();
            answer.complete("the queue of remote write cannot be written: " + failure);
            return;
        }
        queue.safe(epoch, queued);
        answer.complete("");
        send();
    }

    private void tellPending() {
        metrics.pending().set((double) queue.pending());
    }

    /// Tells the target once in a while what the metrics are. Nothing depends on it, so a message
    /// that fails is not sent again before its next time.
    private void describe() {
        if (closed) {
            return;
        }
        if (!described.isEmpty()) {
            byte[] message = WriteMessage.metadata(List.copyOf(described));
            io.execute(() -> {
                Delivery delivery = Delivery.attempt(transport, settings, message);
                LOG.atDebug().addKeyValue("outcome", delivery).log("Metadata sent");
            });
        }
        loop.after(DESCRIBE, this::describe);
    }

    private void note(List<Sample> samples) {
        for (Sample sample : samples) {
            String metric = sample.labels().get(Labels.METRIC_NAME);
            if (described.size() < MOST_DESCRIBED && !metric.isEmpty()) {
                described.add(metric);
            }
        }
    }

    private void reshard() {
        if (closed) {
            return;
        }
        int shards = sharding.update(queue.shards(), queue.pending());
        metrics.desired().set(sharding.desired());
        if (shards != queue.shards()) {
            LOG.atInfo()
                    .addKeyValue("target", settings.name())
                    .addKeyValue("from", queue.shards())
                    .addKeyValue("to", shards)
                    .log("Remote write has another number of shards");
            queue.reshard(shards);
            metrics.shards().set(shards);
            send();
        }
        loop.after(Sharding.UPDATE, this::reshard);
    }

    private void send() {
        if (!closed) {
            queue.ready().forEach(this::send);
        }
    }

    private void send(Lane lane) {
        List<Queued> next = lane.begin(settings.samplesPerMessage());
        long began = loop.monotonicNanos();
        io.execute(() -> {
            byte[] message = WriteMessage.joined(next.stream().map(Queued::message).toList());
            Delivery delivery = Delivery.attempt(transport, settings, message);
            loop.execute(() -> {
                Duration took = Duration.ofNanos(loop.monotonicNanos() - began);
                metrics.took().observe(took.toNanos() / 1e9);
                metrics.bytes().inc(message.length);
                delivered(lane, next, delivery, took);
            });
        });
    }

    private void delivered(Lane lane, List<Queued> messages, Delivery delivery, Duration took) {
        int samples = messages.stream().mapToInt(Queued::samples).sum();
        switch (delivery) {
            case Delivery.Taken() -> {
                metrics.sent().inc(samples);
                sharding.sent(samples, took);
                long newest = messages.stream().mapToLong(Queued::newest).max().orElse(0);
                if (newest > metrics.newestSent().get() * 1000) {
                    metrics.newestSent().set(newest / 1000.0);
                }
                done(lane, messages);
            }
            case Delivery.Refused(String cause) when messages.size() > 1 -> {
                LOG.atDebug().addKeyValue("why", cause).log("Remote write sends one by one");
                lane.apart(messages);
                send();
            }
            case Delivery.Refused(String cause) -> {
                metrics.failed().inc(samples);
                LOG.atError()
                        .addKeyValue("samples", samples)
                        .addKeyValue("why", cause)
                        .log("Remote write refused samples; they are not sent again");
                done(lane, messages);
            }
            case Delivery.TryLater(Duration asked, String cause) -> {
                metrics.retried().inc(samples);
                LOG.atDebug().addKeyValue("why", cause).log("Remote write is tried again");
                loop.after(
                        lane.fail(asked),
                        () -> {
                            lane.resume();
                            send();
                        });
            }
        }
    }

    private void done(Lane lane, List<Queued> messages) {
        lane.done(messages);
        queue.done(messages);
        tellPending();
        log.append(Queued.done(messages), _ -> {});
        if (log.isWorthCompacting()) {
            log.compact(queue.all().stream().map(Queued::toRecord).toList());
        }
        tellIfDrained();
        send();
    }

    /// Waits until everything that was appended before is sent or refused, for so long.
    ///
    /// @return whether it is
    public boolean drained(Duration patience) throws InterruptedException {
        var done = new CompletableFuture<Void>();
        loop.execute(() -> {
            waiting.add(done);
            tellIfDrained();
        });
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    private void tellIfDrained() {
        if (queue.pending() == 0) {
            waiting.forEach(each -> each.complete(null));
            waiting.clear();
        }
    }

    /// Begins no request any more; what waits is sent after the next start.
    @Override
    public void close() {
        loop.execute(() -> closed = true);
    }
}
