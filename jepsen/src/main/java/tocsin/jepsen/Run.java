package tocsin.jepsen;

import tocsin.jepsen.check.ConvergenceChecker;
import tocsin.jepsen.check.PageChecker;
import tocsin.jepsen.check.SilenceChecker;
import tocsin.jepsen.check.Verdict;
import tocsin.jepsen.fault.Fault;
import tocsin.jepsen.fault.Faults;
import tocsin.jepsen.fault.Schedule;
import tocsin.jepsen.history.Event;
import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;
import tocsin.jepsen.process.Cleanup;
import tocsin.jepsen.process.Cluster;
import tocsin.jepsen.process.Host;
import tocsin.jepsen.process.Member;
import tocsin.jepsen.process.Product;
import tocsin.jepsen.process.Waiting;
import tocsin.jepsen.process.WebhookSink;
import tocsin.jepsen.workload.Convergence;
import tocsin.jepsen.workload.PageWorkload;
import tocsin.jepsen.workload.SilenceWorkload;
import tocsin.jepsen.workload.Workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// One run: a cluster, workloads, a schedule of faults by seed, heal, rest, last reads, and the
/// judgement.
///
/// The seed fixes the faults, their victims and what clients do; real processes on a real scheduler
/// still interleave as they will.
final class Run {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration REST = Duration.ofSeconds(25);

    private final Settings settings;
    private final Path folder;
    private final History history = new History();

    /// What a run is made of.
    record Settings(Product product, long seed, Duration length, List<Fault> faults) {
        Settings {
            faults = List.copyOf(faults);
        }
    }

    /// What came of it.
    record Result(Settings settings, History history, List<Verdict> verdicts) {
        boolean valid() {
            return verdicts.stream().allMatch(verdict -> verdict.result() == Verdict.Result.VALID);
        }
    }

    Run(Settings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /// Runs on hosts, with the sink at an address that all of them reach.
    Result on(List<Host> hosts, String sinkAddress) {
        try (var sink = new WebhookSink(sinkAddress);
                var cluster = Cluster.on(hosts, settings.product(), folder, configuration(sink));
                var _ = new Cleanup(cluster::close)) {
            if (settings.faults().contains(Fault.DISK_FULL)) {
                cluster.members().forEach(Member::mount);
            }
            cluster.start();
            List<Workload> workloads =
                    List.of(
                            new SilenceWorkload(cluster, new Random(settings.seed() + 1), history),
                            new PageWorkload(
                                    cluster,
                                    new Random(settings.seed() + 2),
                                    history,
                                    settings.product().needsAlertsEverywhere()));
            var clients = new Clients(workloads);
            try (clients) {
                breakAndHeal(new Faults(cluster, sink, new Random(settings.seed() + 3)));
                cluster.awaitWhole();
                clients.finish();
                Waiting.pause(REST);
            }
            new Convergence(cluster, history).await();
            workloads.forEach(Workload::read);
            noteTold(sink);
        }
        history.write(folder.resolve("history.jsonl"));
        return new Result(
                settings,
                history,
                List.of(
                        SilenceChecker.check(history),
                        PageChecker.check(history),
                        ConvergenceChecker.check(history)));
    }

    private void breakAndHeal(Faults faults) {
        var schedule =
                Schedule.draw(new Random(settings.seed()), settings.faults(), settings.length());
        Waiting.pause(Duration.ofSeconds(5));
        try {
            for (Schedule.Step step : schedule.steps()) {
                String kind = step.fault().divides() ? "divides" : "";
                note(step.fault(), Outcome.INVOKED, kind);
                String done = faults.begin(step.fault());
                Waiting.pause(step.lasts());
                faults.heal();
                note(step.fault(), Outcome.OK, (kind + " " + done).strip());
                Waiting.pause(step.calm());
            }
        } finally {
            faults.heal();
        }
    }

    private void note(Fault fault, Outcome outcome, String detail) {
        history.add(new Event(Instant.now(), "faults", fault.word(), outcome, "", "", detail));
    }

    private void noteTold(WebhookSink sink) {
        for (WebhookSink.Page page : sink.pages()) {
            Outcome outcome = page.answered() / 100 == 2 ? Outcome.OK : Outcome.FAILED;
            for (WebhookSink.Told alert : page.alerts()) {
                history.add(
                        new Event(
                                page.at(),
                                PageWorkload.NAME,
                                "told-" + alert.status(),
                                outcome,
                                "",
                                alert.name(),
                                page.groupKey()));
            }
        }
    }

    private Path configuration(WebhookSink sink) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(
                    folder.resolve("alertmanager.yml"),
                    """
                    route:
                      receiver: sink
                      group_by: [alertname]
                      group_wait: 1s
                      group_interval: 5s
                      repeat_interval: 1h
                    receivers:
                      - name: sink
                        webhook_configs:
                          - url: %s
                    """
                            .formatted(sink.url()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The clients' threads, one for each workload.
    private static final class Clients implements AutoCloseable {
        private final List<Thread> threads;
        private volatile boolean running = true;
        private volatile boolean finishing;

        Clients(List<Workload> workloads) {
            this.threads =
                    workloads.stream()
                            .map(workload ->
                                    Thread.ofPlatform().name("client").start(() -> run(workload)))
                            .toList();
        }

        private void run(Workload workload) {
            boolean finished = false;
            while (running) {
                if (finishing && !finished) {
                    workload.finish();
                    finished = true;
                }
                if (!finished || workload instanceof PageWorkload) {
                    workload.step();
                }
                Waiting.pause(TICK);
            }
        }

        void finish() {
            finishing = true;
        }

        @Override
        public void close() {
            running = false;
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
