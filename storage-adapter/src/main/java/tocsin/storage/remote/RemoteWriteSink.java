package tocsin.storage.remote;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.durable.RecordLog;
import tocsin.labels.Labels;
import tocsin.loop.EventLoop;
import tocsin.rules.SampleSink;
import tocsin.storage.codec.ByteIn;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Writes results of rules to another storage. They are answered once they are in a log on disk,
/// and sent from there in order, again and again until the target takes them or says that they are
/// wrong: whatever falls over in between, nothing that was answered is missed. After a crash some
/// are sent twice, which receivers do not mind.
///
/// The queue belongs to its loop. `append` blocks, and must not be called on it.
public final class RemoteWriteSink implements SampleSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteSink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_ASKED_PAUSE = Duration.ofMinutes(5);
    private static final Duration DESCRIBE = Duration.ofMinutes(1);
    private static final int MOST_DESCRIBED = 2_000;
    private static final int QUEUED = 1;
    private static final int DONE = 2;
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Encoding", "snappy",
                    "Content-Type", "application/x-protobuf",
                    "X-Prometheus-Remote-Write-Version", "0.1.0");

    private final RemoteWriteSettings settings;
    private final RecordLog log;
    private final EventLoop loop;
    private final Executor io;
    private final Transport transport;
    private final RemoteWriteMetrics.OfTarget metrics;

    private final TreeMap<Long, Queued> queue = new TreeMap<>();
    private long next = 1;
    private long pending;
    private final Set<String> described = new LinkedHashSet<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean sending;
    private boolean closed;
    private Duration pause = FIRST_PAUSE;

    private record Queued(long number, int samples, byte[] message) {
        byte[] toRecord() {
            return new ByteOut(message.length + 16)
                    .u8(QUEUED)
                    .u64(number)
                    .u32(samples)
                    .raw(message)
                    .toBytes();
        }
    }

    /// What became of one request.
    private sealed interface Delivery {
        record Taken() implements Delivery {}

        record TryLater(Duration asked, String cause) implements Delivery {}

        record Refused(String cause) implements Delivery {}
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
        log.recover(sink::recover);
        loop.execute(sink::send);
        loop.after(DESCRIBE, sink::describe);
        return sink;
    }

    private void recover(byte[] record) {
        var in = new ByteIn(record);
        try {
            int kind = in.u8();
            long number = in.u64();
            next = Math.max(next, number + 1);
            if (kind == DONE) {
                Queued done = queue.remove(number);
                pending -= done == null ? 0 : done.samples();
            } else {
                int samples = in.u32();
                queue.put(number, new Queued(number, samples, in.raw(in.remaining())));
                pending += samples;
            }
        } catch (CorruptDataException e) {
            LOG.warn("A record of the queue of remote write makes no sense", e);
        }
    }

    @Override
    public List<Refused> append(List<Sample> samples) {
        return offer(samples).join();
    }

    /// Answers once all samples are in the log, or refused. Any thread.
    CompletableFuture<List<Refused>> offer(List<Sample> samples) {
        var refused = CompletableFuture.<List<Refused>>completedFuture(new ArrayList<>());
        for (int from = 0; from < samples.size(); from += settings.samplesPerMessage()) {
            int to = Math.min(samples.size(), from + settings.samplesPerMessage());
            List<Sample> part = samples.subList(from, to);
            refused = refused.thenCombine(offerOne(part), RemoteWriteSink::joined);
        }
        return refused;
    }

    private CompletableFuture<List<Refused>> offerOne(List<Sample> part) {
        byte[] message = WriteMessage.of(part, settings.external());
        var answer = new CompletableFuture<String>();
        loop.execute(() -> {
            note(part);
            enqueue(message, part.size(), answer);
        });
        return answer.thenApply(problem -> problem.isEmpty() ? List.of() : refused(part, problem));
    }

    private static List<Refused> refused(List<Sample> part, String problem) {
        return part.stream().map(each -> new Refused(each, Reason.LIMIT, problem)).toList();
    }

    private static List<Refused> joined(List<Refused> some, List<Refused> more) {
        some.addAll(more);
        return some;
    }

    private void enqueue(byte[] message, int samples, CompletableFuture<String> answer) {
        if (closed || pending + samples > settings.mostPending()) {
            metrics.dropped().inc(samples);
            answer.complete(
                    closed
                            ? "remote write is closed"
                            : pending
                                    + " samples wait to be sent, at most "
                                    + settings.mostPending());
            return;
        }
        var queued = new Queued(next++, samples, message);
        pending += samples;
        metrics.pending().set((double) pending);
        log.append(
                queued.toRecord(), failure -> loop.execute(() -> logged(queued, failure, answer)));
    }

    private void logged(
            Queued queued, @Nullable Exception failure, CompletableFuture<String> answer) {
        if (failure != null) {
            pending -= queued.samples();
            metrics.pending().set((double) pending);
            answer.complete("the queue of remote write cannot be written: " + failure);
            return;
        }
        queue.put(queued.number(), queued);
        answer.complete("");
        send();
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
                Delivery delivery = attempt(message);
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

    private void send() {
        if (sending || closed || queue.isEmpty()) {
            return;
        }
        sending = true;
        Queued first = queue.firstEntry().getValue();
        io.execute(() -> {
            Delivery delivery = attempt(first.message());
            loop.execute(() -> delivered(first, delivery));
        });
    }

    private Delivery attempt(byte[] message) {
        try {
            Transport.Answer answer =
                    transport.post(settings.target(), HEADERS, message, settings.timeout());
            int status = answer.status();
            if (status / 100 == 2) {
                return new Delivery.Taken();
            }
            String cause = "status " + status + ": " + shown(answer.body());
            return status / 100 == 5 || status == 429
                    ? new Delivery.TryLater(asked(answer.retryAfter()), cause)
                    : new Delivery.Refused(cause);
        } catch (IOException | RuntimeException e) {
            return new Delivery.TryLater(Duration.ZERO, String.valueOf(e));
        }
    }

    private static String shown(byte[] body) {
        return new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8).strip();
    }

    private static Duration asked(String retryAfter) {
        if (!retryAfter.matches("\\d{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
        return asked.compareTo(LONGEST_ASKED_PAUSE) > 0 ? LONGEST_ASKED_PAUSE : asked;
    }

    private void delivered(Queued queued, Delivery delivery) {
        sending = false;
        switch (delivery) {
            case Delivery.Taken() -> {
                metrics.sent().inc(queued.samples());
                done(queued);
            }
            case Delivery.Refused(String cause) -> {
                metrics.failed().inc(queued.samples());
                LOG.atError()
                        .addKeyValue("samples", queued.samples())
                        .addKeyValue("why", cause)
                        .log("Remote write refused samples; they are not sent again");
                done(queued);
            }
            case Delivery.TryLater(Duration asked, String cause) -> {
                metrics.retried().inc(queued.samples());
                Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
                LOG.atDebug().addKeyValue("why", cause).log("Remote write is tried again");
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
                loop.after(wait, this::send);
            }
        }
    }

    private void done(Queued queued) {
        pause = FIRST_PAUSE;
        queue.remove(queued.number());
        pending -= queued.samples();
        metrics.pending().set((double) pending);
        log.append(new ByteOut(9).u8(DONE).u64(queued.number()).toBytes(), _ -> {});
        if (log.isWorthCompacting()) {
            log.compact(queue.values().stream().map(Queued::toRecord).toList());
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
        if (queue.isEmpty()) {
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
