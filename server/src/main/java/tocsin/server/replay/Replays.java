package tocsin.server.replay;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.server.replay.ReplayReport.Run;
import tocsin.server.replay.ReplayRun.Change;
import tocsin.server.replay.ReplayRun.Over;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// The replays that were asked for over HTTP: one at a time, a few waiting, the last ones kept. A
/// replay reads what rules also read, on a thread of its own.
public final class Replays implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final int MOST_WAITING = 4;
    private static final int MOST_KEPT = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Job> jobs = new LinkedHashMap<>();
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("replay").daemon().factory());
    private long asked;

    /// A replay.
    public record Asked(Over over, Change after, Optional<Change> before) {}

    /// A replay on its way.
    public static final class Job {
        private final String id;
        private final AtomicBoolean cancelled = new AtomicBoolean();
        private volatile double progress;
        private volatile State state = new State.Waiting();

        private Job(String id) {
            this.id = id;
        }

        /// Its name.
        public String id() {
            return id;
        }

        /// How far it is, from 0 to 1.
        public double progress() {
            return progress;
        }

        /// Where it stands.
        public State state() {
            return state;
        }

        /// Ends it before its time.
        public void cancel() {
            cancelled.set(true);
        }
    }

    /// Where a replay stands.
    public sealed interface State {
        /// Others are before it.
        record Waiting() implements State {}

        /// It runs.
        record Running() implements State {}

        /// It is done.
        record Done(ReplayReport report) implements State {}

        /// It ended without a result.
        record Failed(String why) implements State {}
    }

    /// Begins a replay, or puts it in line; empty when too many wait.
    public Optional<Job> begin(Asked wanted) {
        Job job;
        lock.lock();
        try {
            long waiting =
                    jobs.values().stream()
                            .filter(each -> each.state() instanceof State.Waiting)
                            .count();
            if (waiting >= MOST_WAITING) {
                return Optional.empty();
            }
            job = new Job("r" + ++asked);
            jobs.put(job.id(), job);
            for (var oldest = jobs.values().iterator();
                    jobs.size() > MOST_KEPT && oldest.hasNext(); ) {
                State state = oldest.next().state();
                if (state instanceof State.Done || state instanceof State.Failed) {
                    oldest.remove();
                }
            }
        } finally {
            lock.unlock();
        }
        try {
            worker.execute(() -> run(job, wanted));
        } catch (RejectedExecutionException e) {
            return Optional.empty();
        }
        return Optional.of(job);
    }

    /// A replay by its name.
    public Optional<Job> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(jobs.get(id));
        } finally {
            lock.unlock();
        }
    }

    /// All of them, the oldest first.
    public Map<String, Job> all() {
        lock.lock();
        try {
            return new LinkedHashMap<>(jobs);
        } finally {
            lock.unlock();
        }
    }

    private void run(Job job, Asked wanted) {
        job.state = new State.Running();
        double share = wanted.before().isPresent() ? 0.5 : 1;
        try {
            Optional<Run> before = Optional.empty();
            if (wanted.before().isPresent()) {
                before = Optional.of(run(job, wanted.over(), wanted.before().get(), 0, share));
            }
            Run after = run(job, wanted.over(), wanted.after(), 1 - share, share);
            job.state =
                    new State.Done(
                            new ReplayReport(
                                    wanted.over().from(), wanted.over().to(), after, before));
        } catch (InterruptedException e) {
            job.state = new State.Failed("cancelled");
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.atError().addKeyValue("id", job.id()).log("A replay failed", e);
            job.state = new State.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static Run run(Job job, Over over, Change change, double base, double share)
            throws InterruptedException {
        return ReplayRun.run(
                over,
                change,
                done -> {
                    job.progress = base + share * done;
                    if (job.cancelled.get() || Thread.currentThread().isInterrupted()) {
                        throw new InterruptedException();
                    }
                });
    }

    /// When the member stops, so do its replays.
    @Override
    public void close() {
        worker.shutdownNow();
    }
}
