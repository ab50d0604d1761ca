package tocsin.rules;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The instruments of the rule engine, under upstream's names.
public final class RuleMetrics {
    private static final String GROUP = "rule_group";
    private static final double[] BUCKETS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    private final PrometheusRegistry registry;
    private final Counter iterations;
    private final Counter missed;
    private final Counter caughtUp;
    private final Counter withoutInputs;
    private final Counter evaluations;
    private final Counter failures;
    private final Gauge interval;
    private final Gauge rules;
    private final Gauge lastDuration;
    private final Gauge lastRuleDurations;
    private final Gauge lastRestore;
    private final Gauge lastEvaluation;
    private final Gauge lastSamples;
    private final Gauge cycles;
    private final Summary ruleDuration;
    private final Summary groupDuration;
    private final Histogram ruleDurations;
    private final Histogram groupDurations;

    /// Instruments in a registry.
    public RuleMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        iterations = group("iterations_total", "Evaluations due, whether they ran or were missed.");
        missed = group("iterations_missed_total", "Evaluations missed because one was slow.");
        caughtUp = counter("tocsin_rule_group_iterations_caught_up_total", "Slots caught up.");
        withoutInputs =
                counter(
                        "tocsin_rule_group_inputs_late_total",
                        "Evaluations that no longer waited for what they read.");
        evaluations = counter("prometheus_rule_evaluations_total", "Evaluations of rules.");
        failures = counter("prometheus_rule_evaluation_failures_total", "Evaluations that failed.");
        interval = gauge("interval_seconds", "How often a group is evaluated.");
        rules = gauge("rules", "The number of rules.");
        lastDuration = gauge("last_duration_seconds", "How long the last evaluation took.");
        lastRuleDurations =
                gauge(
                        "last_rule_duration_sum_seconds",
                        "How long the rules of the last evaluation took together.");
        lastRestore = gauge("last_restore_duration_seconds", "How long bringing back state took.");
        lastEvaluation =
                gauge("last_evaluation_timestamp_seconds", "When the last evaluation ended.");
        lastSamples = gauge("last_evaluation_samples", "Samples of the last evaluation.");
        cycles =
                Gauge.builder()
                        .name("tocsin_rule_group_cycles")
                        .help("Circles of groups that read one another.")
                        .register(registry);
        ruleDuration =
                summary("prometheus_rule_evaluation_duration_seconds", "How long a rule took.");
        groupDuration = summary("prometheus_rule_group_duration_seconds", "How long a group took.");
        ruleDurations =
                histogram(
                        "prometheus_rule_evaluation_duration_histogram_seconds",
                        "How long a rule took.");
        groupDurations =
                histogram(
                        "prometheus_rule_group_duration_histogram_seconds",
                        "How long a group took.");
    }

    /// Where others of the rule engine put theirs.
    PrometheusRegistry registry() {
        return registry;
    }

    private Counter group(String name, String help) {
        return counter("prometheus_rule_group_" + name, help);
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).labelNames(GROUP).register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.builder()
                .name("prometheus_rule_group_" + name)
                .help(help)
                .labelNames(GROUP)
                .register(registry);
    }

    private Summary summary(String name, String help) {
        return Summary.builder()
                .name(name)
                .help(help)
                .quantile(0.01)
                .quantile(0.05)
                .quantile(0.5)
                .quantile(0.9)
                .quantile(0.99)
                .register(registry);
    }

    private Histogram histogram(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicUpperBounds(BUCKETS)
                .register(registry);
    }

    void groupStarted(String group, Duration every, int count) {
        interval.labelValues(group).set(seconds(every));
        rules.labelValues(group).set(count);
        lastRestore.labelValues(group).set(0);
        for (Counter counter : counters()) {
            counter.labelValues(group).inc(0);
        }
    }

    void groupStopped(String group) {
        for (Gauge gauge :
                List.of(
                        interval,
                        rules,
                        lastDuration,
                        lastRuleDurations,
                        lastRestore,
                        lastEvaluation,
                        lastSamples)) {
            gauge.remove(group);
        }
        for (Counter counter : counters()) {
            counter.remove(group);
        }
    }

    private List<Counter> counters() {
        return List.of(iterations, missed, caughtUp, withoutInputs, evaluations, failures);
    }

    void beats(String group, long due, long skipped) {
        iterations.labelValues(group).inc(due);
        missed.labelValues(group).inc(skipped);
    }

    void caughtUp(String group) {
        iterations.labelValues(group).inc();
        caughtUp.labelValues(group).inc();
    }

    void wentOnWithoutInputs(String group) {
        withoutInputs.labelValues(group).inc();
    }

    void cycles(int count) {
        cycles.set(count);
    }

    void groupEvaluated(String group, Duration took, Instant at) {
        lastDuration.labelValues(group).set(seconds(took));
        lastEvaluation.labelValues(group).set(at.toEpochMilli() / 1e3);
        groupDuration.observe(seconds(took));
        groupDurations.observe(seconds(took));
    }

    void groupGave(String group, List<Rule> of) {
        double sum = 0;
        long samples = 0;
        for (Rule rule : of) {
            sum += seconds(rule.lastDuration());
            samples += rule.lastSeries();
        }
        lastRuleDurations.labelValues(group).set(sum);
        lastSamples.labelValues(group).set((double) samples);
    }

    void restored(String group, Duration took) {
        lastRestore.labelValues(group).inc(seconds(took));
    }

    void ruleEvaluated(String group) {
        evaluations.labelValues(group).inc();
    }

    void ruleFailed(String group) {
        failures.labelValues(group).inc();
    }

    void ruleTook(Duration took) {
        ruleDuration.observe(seconds(took));
        ruleDurations.observe(seconds(took));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
