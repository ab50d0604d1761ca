package tocsin.history;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A history in files, bounded in bytes, with a thread of its own. When events come faster than the
/// disk takes them, those that find the queue full are counted and lost: the history must never
/// hold up a page.
public final class DiskHistory implements History, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskHistory.class);
    private static final int QUEUE = 65_536;
    private static final int BATCH = 1_024;
    private static final long PATIENCE_MILLIS = 2_000;

    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);
    private final EventFiles files;
    private final Counter added;
    private final Counter lost;
    private final Thread thread;
    private volatile boolean closing;

    private sealed interface Entry {}

    private record Add(Event event) implements Entry {}

    /// Counted down when everything before it is in the files.
    private record Mark(CountDownLatch reached) implements Entry {}

    /// A history in a folder of its own, of at most `limit` bytes.
    ///
    /// @throws IOException when the folder cannot be written
    public DiskHistory(Path folder, long limit, PrometheusRegistry registry) throws IOException {
        this.files = new EventFiles(folder, limit);
        this.added =
                Counter.builder()
                        .name("tocsin_history_events_total")
                        .help("Events of the history, written or lost.")
                        .register(registry);
        this.lost =
                Counter.builder()
                        .name("tocsin_history_events_lost_total")
                        .help("Events of the history that came faster than the disk took them.")
                        .register(registry);
        this.thread = Thread.ofPlatform().name("history").daemon(true).start(this::run);
    }

    @Override
    public void add(Event event) {
        added.inc();
        if (!queue.offer(new Add(event))) {
            lost.inc();
        }
    }

    private void run() {
        var batch = new ArrayList<Entry>();
        try {
            while (!closing || !queue.isEmpty()) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH);
                write(batch);
                batch.clear();
            }
            files.close();
        } catch (InterruptedException e) {
            LOG.debug("The history ends", e);
        } catch (IOException e) {
            LOG.warn("The history could not be closed", e);
        }
    }

    private void write(List<Entry> batch) {
        var records = new ArrayList<byte[]>(batch.size());
        var marks = new ArrayList<CountDownLatch>();
        for (Entry entry : batch) {
            switch (entry) {
                case Add(Event event) -> records.add(EventCodec.encode(event));
                case Mark(CountDownLatch reached) -> marks.add(reached);
            }
        }
        try {
            files.write(records);
        } catch (IOException e) {
            lost.inc(records.size());
            LOG.warn("The history could not be written", e);
        }
        marks.forEach(CountDownLatch::countDown);
    }

    /// Looks through files, newest first; what was added before is among what is looked through,
    /// unless the disk is that far behind.
    @Override
    public List<Event> find(Predicate<Event> wanted, int most) {
        try {
            var reached = new CountDownLatch(1);
            if (queue.offer(new Mark(reached))
                    && !reached.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("The history is behind; its newest events are missing");
            }
            return files.find(wanted, most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the history cannot be read", e);
        }
    }

    /// Writes what waits, and closes the files.
    @Override
    public void close() {
        closing = true;
        try {
            queue.put(new Mark(new CountDownLatch(1)));
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
