package tocsin.rules;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Duration;
import java.time.Instant;

/// The instruments of the rule engine, under upstream's names.
public final class RuleMetrics {
    private static final String GROUP = "rule_group";

    private final Counter iterations;
    private final Counter missed;
    private final Counter evaluations;
    private final Counter failures;
    private final Gauge interval;
    private final Gauge rules;
    private final Gauge lastDuration;
    private final Gauge lastEvaluation;
    private final Summary ruleDuration;
    private final Summary groupDuration;

    /// Instruments in a registry.
    public RuleMetrics(PrometheusRegistry registry) {
        iterations =
                counter(
                        registry,
                        "iterations_total",
                        "Evaluations due, whether they ran or were missed.");
        missed =
                counter(
                        registry,
                        "iterations_missed_total",
                        "Evaluations missed because one before was slow.");
        evaluations =
                byGroup(registry, "prometheus_rule_evaluations_total", "Evaluations of rules.");
        failures =
                byGroup(
                        registry,
                        "prometheus_rule_evaluation_failures_total",
                        "Evaluations of rules that failed.");
        interval = gauge(registry, "interval_seconds", "How often a group is evaluated.");
        rules = gauge(registry, "rules", "The number of rules.");
        lastDuration =
                gauge(registry, "last_duration_seconds", "How long the last evaluation took.");
        lastEvaluation =
                gauge(
                        registry,
                        "last_evaluation_timestamp_seconds",
                        "When the last evaluation ended.");
        ruleDuration =
                summary(
                        registry,
                        "prometheus_rule_evaluation_duration_seconds",
                        "How long a rule took.");
        groupDuration =
                summary(
                        registry,
                        "prometheus_rule_group_duration_seconds",
                        "How long a group took.");
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return byGroup(registry, "prometheus_rule_group_" + name, help);
    }

    private static Counter byGroup(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).labelNames(GROUP).register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder()
                .name("prometheus_rule_group_" + name)
                .help(help)
                .labelNames(GROUP)
                .register(registry);
    }

    private static Summary summary(PrometheusRegistry registry, String name, String help) {
        return Summary.builder()
                .name(name)
                .help(help)
                .quantile(0.5)
                .quantile(0.9)
                .quantile(0.99)
                .register(registry);
    }

    void groupStarted(String group, Duration every, int count) {
        interval.labelValues(group).set(seconds(every));
        rules.labelValues(group).set(count);
        iterations.labelValues(group).inc(0);
        missed.labelValues(group).inc(0);
        evaluations.labelValues(group).inc(0);
        failures.labelValues(group).inc(0);
    }

    void groupStopped(String group) {
        for (Gauge gauge : new Gauge[] {interval, rules, lastDuration, lastEvaluation}) {
            gauge.remove(group);
        }
        for (Counter counter : new Counter[] {iterations, missed, evaluations, failures}) {
            counter.remove(group);
        }
    }

    void beats(String group, long due, long skipped) {
        iterations.labelValues(group).inc(due);
        missed.labelValues(group).inc(skipped);
    }

    void groupEvaluated(String group, Duration took, Instant at) {
        lastDuration.labelValues(group).set(seconds(took));
        lastEvaluation.labelValues(group).set(at.toEpochMilli() / 1e3);
        groupDuration.observe(seconds(took));
    }

    void ruleEvaluated(String group) {
        evaluations.labelValues(group).inc();
    }

    void ruleFailed(String group) {
        failures.labelValues(group).inc();
    }

    void ruleTook(Duration took) {
        ruleDuration.observe(seconds(took));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
