package tocsin.durable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The one thread that writes logs. Whatever waits is written together and made safe by one fsync
/// for each log. At the limit of its queue new writes fail at once, and their callers hear why.
public final class DiskThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskThread.class);
    private static final int LIMIT = 200_000;
    private static final int BATCH = 4_096;

    private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>(LIMIT);
    private final ExecutorService beside;
    private final Thread thread;
    private volatile boolean closing;

    sealed interface Job {}

    record Write(DurableLog log, byte @Nullable [] record, RecordLog.Completion completion)
            implements Job {}

    record Replace(DurableLog log, Iterable<byte[]> records) implements Job {}

    private record Wake() implements Job {}

    /// Starts the thread.
    public DiskThread(String name) {
        beside =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name(name + "-compaction").daemon(true).factory());
        thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
    }

    void submit(Job job) {
        if (closing || !jobs.offer(job)) {
            String why = closing ? "the log is closed" : LIMIT + " writes wait for the disk";
            if (job instanceof Write(var _, var _, var completion)) {
                completion.done(new IOException(why));
            }
        }
    }

    /// Runs what takes long, one after the other, while writes go on.
    void beside(Runnable task) {
        beside.execute(task);
    }

    /// Writes that wait.
    public int queued() {
        return jobs.size();
    }

    private void run() {
        var batch = new ArrayList<Job>();
        Set<DurableLog> known = new LinkedHashSet<>();
        try {
            while (!closing || !jobs.isEmpty()) {
                batch.add(jobs.take());
                jobs.drainTo(batch, BATCH);
                work(batch, known);
                batch.clear();
            }
        } catch (InterruptedException e) {
            LOG.warn("The disk thread was interrupted with " + jobs.size() + " writes left");
        }
        known.forEach(DiskThread::close);
    }

    private static void close(DurableLog log) {
        try {
            log.closeChannel();
        } catch (IOException e) {
            LOG.warn("A log could not be closed", e);
        }
    }

    private static void work(List<Job> batch, Set<DurableLog> known) {
        Map<DurableLog, List<RecordLog.Completion>> waiting = new LinkedHashMap<>();
        known.forEach(DurableLog::begin);
        for (Job job : batch) {
            switch (job) {
                case Write(var log, var record, var completion) -> {
                    known.add(log);
                    write(log, record, completion, waiting);
                }
                case Replace(var log, var records) -> {
                    known.add(log);
                    settle(log, waiting.remove(log));
                    log.replace(records);
                }
                case Wake() -> {}
            }
        }
        waiting.forEach(DiskThread::settle);
    }

    private static void write(
            DurableLog log,
            byte @Nullable [] record,
            RecordLog.Completion completion,
            Map<DurableLog, List<RecordLog.Completion>> waiting) {
        try {
            if (record != null) {
                log.write(record);
            }
            waiting.computeIfAbsent(log, _ -> new ArrayList<>()).add(completion);
        } catch (IOException e) {
            tell(List.of(completion), e);
            // What was buffered before went with it.
            List<RecordLog.Completion> lost = waiting.remove(log);
            tell(lost == null ? List.of() : lost, e);
        }
    }

    private static void settle(DurableLog log, @Nullable List<RecordLog.Completion> completions) {
        if (completions == null) {
            return;
        }
        try {
            log.force();
            tell(completions, null);
        } catch (IOException e) {
            tell(completions, e);
        }
    }

    private static void tell(List<RecordLog.Completion> all, @Nullable Exception failure) {
        for (RecordLog.Completion each : all) {
            try {
                each.done(failure);
            } catch (RuntimeException e) {
                LOG.warn("Nobody took the answer of a write", e);
            }
        }
    }

    /// Writes what waits, then closes all logs.
    @Override
    public void close() {
        closing = true;
        try {
            if (!jobs.offer(new Wake(), 1, TimeUnit.SECONDS)) {
                LOG.debug("The disk thread is busy and needs no waking");
            }
            thread.join(TimeUnit.SECONDS.toMillis(30));
            beside.shutdown();
            if (!beside.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("A log was still being made smaller; its old segments stay");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
