package tocsin.simulation;

import tocsin.durable.RecordLog;
import tocsin.testkit.SimLoop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A member's disk, which outlives it. What was not fsynced when the member dies is lost from some
/// point on; now and then a write is refused.
final class SimDisk {
    private final SimLoop loop;
    private final RandomGenerator chance;
    private final Map<String, List<byte[]>> safe = new HashMap<>();
    private final List<Log> open = new ArrayList<>();
    private double refusals;
    private boolean full;

    SimDisk(SimLoop loop, RandomGenerator chance) {
        this.loop = loop;
        this.chance = chance;
    }

    void refuse(double share) {
        refusals = share;
    }

    /// Takes nothing until there is space again.
    void full(boolean now) {
        full = now;
    }

    RecordLog open(String map) {
        var log = new Log(safe.computeIfAbsent(map, _ -> new ArrayList<>()));
        open.add(log);
        return log;
    }

    /// The member dies: a prefix of what waited may have reached the platter.
    void crash() {
        open.forEach(Log::crash);
        open.clear();
    }

    private sealed interface Job {}

    private record Append(byte[] record, RecordLog.Completion completion) implements Job {}

    private record Barrier(RecordLog.Completion completion) implements Job {}

    private record Replace(List<byte[]> records) implements Job {}

    private final class Log implements RecordLog {
        private final List<byte[]> records;
        private final ArrayDeque<Job> jobs = new ArrayDeque<>();
        private boolean busy;
        private boolean dead;
        private int sinceCompaction;

        private Log(List<byte[]> records) {
            this.records = records;
        }

        @Override
        public void recover(Consumer<byte[]> each) {
            List.copyOf(records).forEach(each);
        }

        @Override
        public void append(byte[] record, Completion completion) {
            jobs.add(new Append(record, completion));
            start();
        }

        @Override
        public void barrier(Completion completion) {
            jobs.add(new Barrier(completion));
            start();
        }

        private void start() {
            if (!busy && !dead) {
                busy = true;
                loop.after(Duration.ofNanos(1 + chance.nextLong(8_000_000)), this::flush);
            }
        }

        private void flush() {
            busy = false;
            if (dead) {
                return;
            }
            var done = new ArrayList<Runnable>();
            while (!jobs.isEmpty()) {
                switch (jobs.remove()) {
                    case Append(var record, var completion) -> {
                        if (full || chance.nextDouble() < refusals) {
                            done.add(() -> completion.done(new IOException("no space left")));
                        } else {
                            records.add(record);
                            sinceCompaction++;
                            done.add(() -> completion.done(null));
                        }
                    }
                    case Barrier(var completion) -> done.add(() -> completion.done(null));
                    case Replace(var snapshot) -> {
                        records.clear();
                        records.addAll(snapshot);
                        sinceCompaction = 0;
                    }
                }
            }
            done.forEach(Runnable::run);
        }

        private void crash() {
            dead = true;
            int kept = jobs.isEmpty() ? 0 : chance.nextInt(jobs.size() + 1);
            for (int i = 0; i < kept; i++) {
                switch (jobs.remove()) {
                    case Append(var record, var _) -> records.add(record);
                    case Barrier _ -> {}
                    case Replace(var snapshot) -> {
                        records.clear();
                        records.addAll(snapshot);
                    }
                }
            }
        }

        @Override
        public boolean isWorthCompacting() {
            return sinceCompaction > 40;
        }

        @Override
        public void compact(Iterable<byte[]> snapshot) {
            sinceCompaction = 0;
            var records = new ArrayList<byte[]>();
            snapshot.forEach(records::add);
            jobs.add(new Replace(records));
            start();
        }

        @Override
        public Optional<String> trouble() {
            return full ? Optional.of("no space left") : Optional.empty();
        }
    }
}
