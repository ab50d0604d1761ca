package tocsin.server.verbs;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

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
import tocsin.rules.RuleGroupSpec;
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

/// Runs rules over an hour of given data in virtual time, each minute, and writes what came of them
/// into a unit-test file as what is expected, for promtool to confirm: it has Prometheus's rule
/// engine inside.
final class RulesBeside {
    static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    static final int MINUTES = 60;

    private final Path folder;
    private final long spacingMillis;
    private final MemorySeries series = new MemorySeries();
    private final Engine engine = engine(series);

    /// @param spacing between the values of a series
    RulesBeside(Path folder, Duration spacing) {
        this.folder = folder;
        this.spacingMillis = spacing.toMillis();
    }

    /// One series, beginning at zero; NaN stands for no sample, and a stale marker for its end.
    record Input(Labels labels, double[] values) {
        private String notation() {
            var text = new StringBuilder();
            for (double value : values) {
                text.append(
                        StaleMarker.is(value)
                                ? "stale "
                                : Double.isNaN(value) ? "_ " : number(value) + " ");
            }
            return text.toString().strip();
        }
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

    /// Runs rules, and writes the unit-test file.
    ///
    /// @param asked expressions whose results are expected at each minute
    /// @return why a rule failed, empty when none did; nothing is expected then
    String run(String rules, List<Input> inputs, List<String> asked)
            throws IOException, QueryException {
        var problems = new Problems();
        List<RuleGroupSpec> groups =
                RuleFile.read("rules.yml", rules, RuleSyntax.of(ParserOptions.SERVER), problems);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.report());
        }
        String failure = evaluate(groups, inputs);
        var text = new StringBuilder("rule_files: [rules.yml]\nevaluation_interval: 1m\n");
        text.append("group_eval_order: ")
                .append(groups.stream().map(group -> '"' + group.name() + '"').toList())
                .append("\ntests:\n- interval: ")
                .append(spacingMillis)
                .append("ms\n  input_series:\n");
        for (Input input : inputs) {
            text.append("  - {series: '" + notation(input.labels()) + "', values: '")
                    .append(input.notation())
                    .append("'}\n");
        }
        text.append("  promql_expr_test:\n");
        for (int minute = 0; minute <= MINUTES; minute++) {
            for (String expression : failure.isEmpty() ? asked : List.of("vector(1)")) {
                text.append(expected(expression, minute));
            }
        }
        Files.writeString(folder.resolve("rules.yml"), rules);
        Files.writeString(tests(), text);
        return failure;
    }

    /// The unit-test file.
    Path tests() {
        return folder.resolve("tests.yml");
    }

    private String evaluate(List<RuleGroupSpec> groups, List<Input> inputs) {
        var loop = new VirtualLoop(Instant.EPOCH);
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
        var bench =
                new RuleBench(
                        loop, around, RuleSettings.defaults("").with(Restoration.NONE), groups);
        int next = 0;
        for (int minute = 0; minute <= MINUTES; minute++) {
            long at = minute * 60_000L;
            loop.advanceTo(Instant.ofEpochMilli(at));
            for (; next * spacingMillis <= at; next++) {
                append(inputs, next);
            }
            bench.evaluate(Instant.ofEpochMilli(at));
            for (var group : bench.groups()) {
                for (var rule : group.rules()) {
                    if (!rule.lastError().isEmpty()) {
                        return rule.lastError();
                    }
                }
            }
        }
        return "";
    }

    private void append(List<Input> inputs, int place) {
        for (Input input : inputs) {
            double value = place < input.values().length ? input.values()[place] : Double.NaN;
            if (!Double.isNaN(value) || StaleMarker.is(value)) {
                series.append(List.of(new Sample(input.labels(), place * spacingMillis, value)));
            }
        }
    }

    private String expected(String expression, int minute) throws QueryException {
        var value = engine.instant(expression, minute * 60_000L, Engine.Wishes.none()).value();
        var text = new StringBuilder("  - expr: '" + quoted(expression) + "'\n");
        text.append("    eval_time: " + minute + "m\n    exp_samples:\n");
        for (Result.Sample sample : ((Result.Value.Vector) value).samples()) {
            text.append("    - {labels: '" + notation(sample.labels()) + "', value: ")
                    .append(number(sample.value()))
                    .append("}\n");
        }
        return text.toString();
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String notation(Labels labels) {
        var pairs = new ArrayList<String>();
        labels.forEachLabel((name, value) -> {
            if (!name.equals(Labels.METRIC_NAME)) {
                pairs.add(name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
            }
        });
        return quoted(labels.get(Labels.METRIC_NAME) + "{" + String.join(",", pairs) + "}");
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }

    /// promtool's exit status over the file.
    int promtool() throws IOException, InterruptedException {
        File told = folder.resolve("told").toFile();
        return new ProcessBuilder(PROMTOOL.toString(), "test", "rules", tests().toString())
                .redirectErrorStream(true)
                .redirectOutput(told)
                .start()
                .waitFor();
    }

    /// What promtool said.
    String told() throws IOException {
        return Files.readString(folder.resolve("told"));
    }
}
