package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.config.TocsinFile;
import tocsin.loop.LoopThread;
import tocsin.notify.Peers;
import tocsin.notify.SendOrder;
import tocsin.rules.AlertSink;
import tocsin.rules.GroupOwnership;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleManager;
import tocsin.rules.RuleMetrics;
import tocsin.rules.RuleSettings;
import tocsin.server.Lifecycle;
import tocsin.server.storages.RoutedStorages;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The rules on their loop: they read the store, and hand on what fires.
public final class RulesPart {
    private static final int LOOP_LIMIT = 100_000;

    private final RuleManager rules;

    private RulesPart(RuleManager rules) {
        this.rules = rules;
    }

    /// What rules are joined to.
    public record Joined(RoutedStorages storages, MeshPart mesh, AlertSink alerts) {}

    /// A part without rules; [#use(List)] starts them.
    public static RulesPart open(
            Joined with,
            TocsinFile.Read own,
            String externalUrl,
            Lifecycle lifecycle,
            PrometheusRegistry registry) {
        ExecutorService io =
                lifecycle.opened(
                        "evaluations",
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("rule-", 0).factory()));
        LoopThread loop = lifecycle.opened("rules loop", new LoopThread("rules", LOOP_LIMIT));
        Peers peers = with.mesh().peers();
        RuleManager rules =
                RuleManager.open(
                                new RuleManager.Surroundings(
                                        loop,
                                        io,
                                        with.mesh().replication(),
                                        with.storages().expressions(),
                                        with.storages().samples(),
                                        with.alerts(),
                                        with.storages().templates(),
                                        new ByRank(peers),
                                        new RuleMetrics(registry)),
                                settings(own, externalUrl))
                        .join();
        lifecycle.opened("rules", () -> rules.stop().get());
        return new RulesPart(rules);
    }

    /// What the configuration says for all rules.
    static RuleSettings settings(TocsinFile.Read own, String externalUrl) {
        TocsinFile.Evaluation evaluation = own.evaluation();
        return new RuleSettings(
                evaluation.interval(),
                evaluation.queryOffset(),
                evaluation.resendDelay(),
                externalUrl,
                own.externalLabels(),
                evaluation.operation());
    }

    /// Groups belong to members by rendezvous.
    private record ByRank(Peers peers) implements GroupOwnership {
        @Override
        public String self() {
            return peers.self();
        }

        @Override
        public List<String> order(String group) {
            return SendOrder.of(peers.live(), peers.self(), group);
        }

        @Override
        public void watch(Runnable listener) {
            peers.watch(listener);
        }
    }

    /// Runs these groups from now on.
    public void use(List<RuleGroupSpec> groups) {
        rules.update(groups).join();
    }

    /// Groups that read one another, each circle by their keys.
    public List<List<String>> cycles() throws InterruptedException {
        return answered(rules.cycles());
    }

    /// All groups as they are now.
    public List<RuleGroupView> groups() throws InterruptedException {
        return answered(rules.groups());
    }

    private static <T> T answered(CompletableFuture<T> question) throws InterruptedException {
        try {
            return question.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the rules do not answer", e);
        }
    }
}
