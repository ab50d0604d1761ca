package tocsin.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.labels.Labels;
import tocsin.loop.VirtualLoop;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.promql.parse.ParserOptions;
import tocsin.promql.value.StaleMarker;
import tocsin.replica.LoneReplication;
import tocsin.rules.GroupOwnership;
import tocsin.rules.Restoration;
import tocsin.rules.RuleBench;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleManager;
import tocsin.rules.RuleMetrics;
import tocsin.rules.RuleSettings;
import tocsin.rules.SampleSink.Sample;
import tocsin.rules.memory.MemorySeries;
import tocsin.rules.promql.PromqlExpressions;
import tocsin.server.parts.RuleTemplates;
import tocsin.server.storages.Queries;
import tocsin.yaml.Problems;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// `ALERTS` and `ALERTS_FOR_STATE` over an hour of random data, minute by minute, beside
/// Prometheus: what the rule engine wrote is put into a unit-test file as what is expected, and
/// promtool, which has Prometheus's rule engine inside, must find it so.
class AlertSeriesBesideTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final int MINUTES = 60;
    private static final int INSTANCES = 6;
    private static final List<String> ASKED =
            List.of("ALERTS", "ALERTS_FOR_STATE", "alerts:count", "job:load:max");

    @TempDir Path folder;

    /// One series: a value for each minute; NaN for none, and a stale marker for its end.
    private record Input(Labels labels, double[] values) {
        static Input random(int instance, Random random) {
            var values = new double[MINUTES + 1];
            double value = random.nextInt(10);
            int since = 0;
            for (int i = 0; i <= MINUTES; i++) {
                int chance = random.nextInt(100);
                // Whether a sample of exactly five minutes ago counts is told otherwise by 3.x.
                boolean ends = Double.isNaN(value) && i - since > 2;
                if (chance < 25 || ends) {
                    value = random.nextInt(10);
                    since = i;
                } else if (chance < 32) {
                    since = Double.isNaN(value) ? since : i;
                    value = Double.NaN;
                } else if (chance < 35) {
                    since = Double.isNaN(value) ? since : i;
                    value = StaleMarker.VALUE;
                }
                values[i] = value;
            }
            Labels labels =
                    Labels.of(
                            "__name__",
                            "load",
                            "instance",
                            "i" + instance,
                            "job",
                            instance % 2 == 0 ? "even" : "odd");
            return new Input(labels, values);
        }

        String notation() {
            var text = new StringBuilder();
            for (double value : values) {
                text.append(
                        StaleMarker.is(value)
                                ? "stale "
                                : Double.isNaN(value) ? "_ " : (int) value + " ");
            }
            return text.toString().strip();
        }

        List<Sample> at(int minute) {
            double value = values[minute];
            return Double.isNaN(value) && !StaleMarker.is(value)
                    ? List.of()
                    : List.of(new Sample(labels, minute * 60_000L, value));
        }
    }

    private static String rules(Random random) {
        return """
        groups:
        - name: g
          rules:
          - record: job:load:max
            expr: max by (job) (load)
          - alert: High
            expr: load > 5
            for: %dm
            keep_firing_for: %dm
            labels: {severity: page, on: '{{ $labels.instance }}'}
          - alert: Changing
            expr: load > 3
            for: %dm
            labels: {level: '{{ if gt $value 7.0 }}high{{ else }}low{{ end }}'}
          - alert: JobHigh
            expr: job:load:max > 8
            for: %dm
          - alert: Gone
            expr: absent(load{instance="i0"})
            for: 1m
            labels: {instance: ''}
        - name: h
          rules:
          - record: alerts:count
            expr: count by (alertname, alertstate) (ALERTS)
          - alert: Many
            expr: count(ALERTS{alertstate="firing",alertname!="Many"}) > 3
            keep_firing_for: %dm
        """
                .formatted(
                        random.nextInt(6),
                        random.nextInt(6),
                        random.nextInt(4),
                        1 + random.nextInt(3),
                        1 + random.nextInt(4));
    }

    /// What the rule engine makes of the inputs, as a unit-test file for promtool.
    private Path run(String rules, List<Input> inputs) throws IOException, QueryException {
        var series = new MemorySeries();
        var engine = engine(series);
        var loop = new VirtualLoop(Instant.EPOCH);
        RuleBench bench = bench(rules, series, engine, loop);
        for (int minute = 0; minute <= MINUTES; minute++) {
            Instant at = Instant.EPOCH.plusSeconds(60L * minute);
            loop.advanceTo(at);
            for (Input input : inputs) {
                series.append(input.at(minute));
            }
            bench.evaluate(at);
        }
        var text = new StringBuilder("rule_files: [rules.yml]\nevaluation_interval: 1m\n");
        text.append("group_eval_order: [g, h]\n");
        text.append("tests:\n- interval: 1m\n  input_series:\n");
        for (Input input : inputs) {
            text.append("  - {series: '" + notation(input.labels()) + "', values: '")
                    .append(input.notation())
                    .append("'}\n");
        }
        text.append("  promql_expr_test:\n");
        for (int minute = 0; minute <= MINUTES; minute++) {
            for (String name : ASKED) {
                text.append(expected(engine, name, minute));
            }
        }
        Files.writeString(folder.resolve("rules.yml"), rules);
        return Files.writeString(folder.resolve("tests.yml"), text);
    }

    private static Engine engine(MemorySeries series) {
        var options =
                new EngineOptions(
                        ParserOptions.SERVER,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1),
                        false,
                        false,
                        false);
        return new Engine(
                series, options, Engine.Limits.SERVER, new EngineMetrics(new PrometheusRegistry()));
    }

    private static RuleBench bench(
            String rules, MemorySeries series, Engine engine, VirtualLoop loop) {
        var problems = new Problems();
        var groups =
                RuleFile.read("rules.yml", rules, RuleSyntax.of(ParserOptions.SERVER), problems);
        assertThat(problems.all()).isEmpty();
        var around =
                new RuleManager.Surroundings(
                        loop,
                        Runnable::run,
                        new LoneReplication(),
                        new PromqlExpressions(engine),
                        series,
                        _ -> {},
                        new RuleTemplates(Queries.of(engine), "", Labels.EMPTY),
                        GroupOwnership.ALL,
                        new RuleMetrics(new PrometheusRegistry()));
        return new RuleBench(
                loop, around, RuleSettings.defaults("").with(Restoration.NONE), groups);
    }

    private static String expected(Engine engine, String name, int minute) throws QueryException {
        var value = engine.instant(name, minute * 60_000L, Engine.Wishes.none()).value();
        var text = new StringBuilder("  - expr: '" + name + "'\n    eval_time: " + minute + "m\n");
        text.append("    exp_samples:\n");
        for (Result.Sample sample : ((Result.Value.Vector) value).samples()) {
            text.append("    - {labels: '" + notation(sample.labels()) + "', value: ")
                    .append((long) sample.value())
                    .append("}\n");
        }
        return text.toString();
    }

    private static String notation(Labels labels) {
        var pairs = new ArrayList<String>();
        labels.forEachLabel((name, value) -> {
            if (!name.equals("__name__")) {
                pairs.add(name + "=\"" + value + "\"");
            }
        });
        return labels.get("__name__") + "{" + String.join(",", pairs) + "}";
    }

    private static List<Input> inputs(Random random) {
        var inputs = new ArrayList<Input>();
        for (int i = 0; i < INSTANCES; i++) {
            inputs.add(Input.random(i, random));
        }
        return inputs;
    }

    private int promtool(Path tests) throws IOException, InterruptedException {
        File told = folder.resolve("told").toFile();
        return new ProcessBuilder(PROMTOOL.toString(), "test", "rules", tests.toString())
                .redirectErrorStream(true)
                .redirectOutput(told)
                .start()
                .waitFor();
    }

    private String told() throws IOException {
        String told = Files.readString(folder.resolve("told"));
        return told.substring(0, Math.min(told.length(), 4_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theSeriesOfAlertsAreThoseOfPrometheus(long seed) throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
        var random = new Random(seed);
        Path tests = run(rules(random), inputs(random));
        assertThat(Files.readString(tests)).contains("alertstate=\"firing\"", "\"pending\"");
        assertThat(promtool(tests)).as(told()).isZero();
        assertThat(RanVerb.of("test", "rules", tests.toString()).status()).isZero();
    }

    @Test
    void aDifferenceWouldBeSeen() throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
        var random = new Random(1);
        Path tests = run(rules(random), inputs(random));
        String text = Files.readString(tests);
        int at = text.lastIndexOf("alertstate=\"firing\"");
        Files.writeString(
                tests, text.substring(0, at) + text.substring(at).replaceFirst("firing", "gone"));
        assertThat(promtool(tests)).isNotZero();
    }
}
