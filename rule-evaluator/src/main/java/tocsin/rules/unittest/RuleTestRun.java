package tocsin.rules.unittest;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.loop.VirtualLoop;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.replica.LoneReplication;
import tocsin.rules.AlertState;
import tocsin.rules.GroupOwnership;
import tocsin.rules.Restoration;
import tocsin.rules.RuleBench;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleManager;
import tocsin.rules.RuleMetrics;
import tocsin.rules.RuleSettings;
import tocsin.rules.RuleSpec;
import tocsin.rules.TemplateExpander;
import tocsin.rules.memory.MemorySeries;
import tocsin.rules.promql.PromqlExpressions;
import tocsin.rules.unittest.RuleTestFile.AlertCheck;
import tocsin.rules.unittest.RuleTestFile.ExpectedAlert;
import tocsin.rules.unittest.RuleTestFile.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Runs one test in virtual time: input up to each step, then all groups, then what is asserted for
/// the time until the next step.
public final class RuleTestRun {
    private static final Engine.Limits LIMITS =
            new Engine.Limits(10_000, 10_000, 10_000, Duration.ofSeconds(100), 20, 0);
    private static final Duration RESEND = Duration.ofMinutes(1);

    private final RuleTestFile file;
    private final Test test;
    private final Onward onward;
    private final List<Failure> failures = new ArrayList<>();
    private final MemorySeries series = new MemorySeries();
    private final VirtualLoop loop;
    private final Engine engine;
    private final RuleBench bench;

    /// What of the server's a run needs.
    ///
    /// @param options of the engine
    /// @param onward where alerts go, for a test and the loop of its run
    public record Surroundings(
            EngineOptions options,
            Templating templating,
            BiFunction<Test, VirtualLoop, Onward> onward) {}

    /// Makes what expands the templates of rules.
    @FunctionalInterface
    public interface Templating {
        /// Templates whose `query` asks this engine.
        TemplateExpander of(Engine engine, String externalUrl, Labels externalLabels);
    }

    /// Where alerts go on to, when somebody looks at their way to receivers. Everything happens on
    /// the run's loop.
    public interface Onward {
        /// Nowhere.
        Onward NOWHERE =
                new Onward() {
                    @Override
                    public void accept(List<Alert> alerts) {}

                    @Override
                    public void step(Instant now) {}

                    @Override
                    public List<Failure> check(Instant fromInclusive, Instant toExclusive) {
                        return List.of();
                    }
                };

        /// Takes alerts that rules send.
        void accept(List<Alert> alerts);

        /// A step begins.
        void step(Instant now);

        /// Looks at what is asserted for a stretch of time, in which the loop may be advanced.
        List<Failure> check(Instant fromInclusive, Instant toExclusive);
    }

    private RuleTestRun(
            RuleTestFile file, Test test, List<RuleGroupSpec> groups, Surroundings with) {
        this.file = file;
        this.test = test;
        this.loop = new VirtualLoop(test.start());
        this.onward = with.onward().apply(test, loop);
        var registry = new PrometheusRegistry();
        this.engine = new Engine(series, with.options(), LIMITS, new EngineMetrics(registry));
        var around =
                new RuleManager.Surroundings(
                        loop,
                        Runnable::run,
                        new LoneReplication(),
                        new PromqlExpressions(engine),
                        series,
                        onward::accept,
                        with.templating().of(engine, test.externalUrl(), test.externalLabels()),
                        GroupOwnership.ALL,
                        new RuleMetrics(registry));
        var settings =
                new RuleSettings(
                        test.interval(),
                        Duration.ZERO,
                        RESEND,
                        test.externalUrl(),
                        test.externalLabels(),
                        RuleSettings.Operation.DEFAULT.with(Restoration.NONE));
        this.bench = new RuleBench(loop, around, settings, ordered(groups));
    }

    /// Runs a test.
    ///
    /// @param groups of the rule files
    /// @return what was not as expected; empty when all was
    public static List<Failure> run(
            RuleTestFile file, Test test, List<RuleGroupSpec> groups, Surroundings with) {
        try {
            var run = new RuleTestRun(file, test, groups, with);
            run.steps();
            return run.failures;
        } catch (IllegalArgumentException e) {
            return List.of(Failure.of(test, String.valueOf(e.getMessage())));
        }
    }

    /// Groups that are named in an order come in it; the others stand beside the first.
    private List<RuleGroupSpec> ordered(List<RuleGroupSpec> groups) {
        Map<String, Integer> places = new HashMap<>();
        file.groupOrder().forEach(name -> places.put(name, places.size()));
        var sorted = new ArrayList<>(groups);
        sorted.sort(Comparator.comparingInt(group -> places.getOrDefault(group.name(), 0)));
        return sorted;
    }

    private void steps() {
        var input = new Input(test);
        Instant end = test.end();
        Duration interval = file.evaluationInterval();
        for (Instant at = test.start(); !at.isAfter(end); at = at.plus(interval)) {
            loop.advanceTo(at);
            series.append(input.until(at));
            onward.step(at);
            bench.evaluate(at);
            List<Failure> broken = broken(at);
            if (!broken.isEmpty()) {
                failures.addAll(broken);
                return;
            }
            checkAlerts(at, at.plus(interval));
            failures.addAll(onward.check(at, at.plus(interval)));
        }
        failures.addAll(new ExpressionChecks(file, test, engine).failures());
    }

    private List<Failure> broken(Instant at) {
        var broken = new ArrayList<Failure>();
        for (RuleGroupView group : bench.groups()) {
            for (RuleView rule : group.rules()) {
                if (!rule.lastError().isEmpty()) {
                    broken.add(
                            Failure.of(
                                    test,
                                    "rule: "
                                            + rule.spec().name()
                                            + ", time: "
                                            + since(at)
                                            + ", err: "
                                            + rule.lastError()));
                }
            }
        }
        return broken;
    }

    private String since(Instant at) {
        return DurationText.format(Duration.between(test.start(), at));
    }

    private void checkAlerts(Instant from, Instant to) {
        for (AlertCheck check : test.alertChecks()) {
            Instant at = test.start().plus(check.evalTime());
            if (!at.isBefore(from) && at.isBefore(to)) {
                List<ExpectedAlert> got = firing(check.alertname());
                if (!sorted(got).equals(sorted(check.expected()))) {
                    failures.add(
                            Failure.ofAlerts(test, check, sorted(check.expected()), sorted(got)));
                }
            }
        }
    }

    private static List<ExpectedAlert> sorted(List<ExpectedAlert> alerts) {
        return alerts.stream()
                .sorted(
                        Comparator.comparing(ExpectedAlert::labels)
                                .thenComparing(ExpectedAlert::annotations))
                .toList();
    }

    private List<ExpectedAlert> firing(String name) {
        var found = new ArrayList<ExpectedAlert>();
        for (RuleGroupView group : bench.groups()) {
            for (RuleView rule : group.rules()) {
                if (rule.spec() instanceof RuleSpec.Alerting && rule.spec().name().equals(name)) {
                    rule.alerts().stream()
                            .filter(alert ->
                                    alert.state().orElse(null) instanceof AlertState.Firing)
                            .map(alert -> new ExpectedAlert(alert.labels(), alert.annotations()))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }
}
