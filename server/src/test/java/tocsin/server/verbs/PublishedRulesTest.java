package tocsin.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.eval.QueryException;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleSpec;
import tocsin.rules.memory.MemorySeries;
import tocsin.rules.promql.PromqlExpressions;
import tocsin.server.verbs.RulesBeside.Input;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Each rule of the files in a folder, alone, over an hour of random samples that its selectors
/// find, beside Prometheus. The project's own are few; `-Dtocsin.rules.folder=…` names a folder of
/// published ones (plain rule files: `KEEP=… tools/rules-beside-promtool` takes manifests apart).
class PublishedRulesTest {
    private static final Path OWN = Path.of("src/test/resources/publishedrules");

    /// Not a divisor of any window: whether a sample on its left edge counts is told otherwise by
    /// 3.x.
    private static final Duration SPACING = Duration.ofSeconds(61);

    private static final int SERIES = 6;
    private static final double TOLERANCE = 1e-9;
    private static final List<String> LE = List.of("0.1", "0.5", "1", "5", "+Inf");
    private static final Pattern LISTED =
            Pattern.compile(
                    "\\b(?:by|on|ignoring|without|group_left|group_right)\\s*\\(([^()]*)\\)");
    private static final Pattern DIFFERENCE =
            Pattern.compile("expr: (.*), time: (.*),\\s+exp: ?(.*)\\s+got: ?(.*)");
    private static final Pattern SAMPLE = Pattern.compile("(\\{.*?}) ([^ ,{}]+)(?:, (?=\\{)|$)");

    @TempDir Path folder;

    private static List<RuleGroupSpec> groups(Path file) throws IOException {
        return RuleFile.read(
                file.toString(),
                Files.readString(file),
                RuleSyntax.of(ParserOptions.SERVER),
                new Problems());
    }

    private static List<Path> files() throws IOException {
        Path at = Path.of(System.getProperty("tocsin.rules.folder", OWN.toString()));
        try (Stream<Path> files = Files.list(at)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
        }
    }

    @Test
    void eachRuleGivesWhatPrometheusGives() throws Exception {
        assumeTrue(Files.isExecutable(RulesBeside.PROMTOOL), "promtool is not installed");
        var others = new ArrayList<String>();
        int rules = 0;
        int failing = 0;
        int samples = 0;
        for (Path file : files()) {
            for (RuleGroupSpec group : groups(file)) {
                for (RuleSpec rule : group.rules()) {
                    var beside = new RulesBeside(folder, SPACING);
                    String failure = beside.run(alone(rule), inputs(rule), asked(rule));
                    rules++;
                    failing += failure.isEmpty() ? 0 : 1;
                    samples += Files.readString(beside.tests()).split("- \\{labels", -1).length - 1;
                    String other = other(beside, failure);
                    if (!other.isEmpty()) {
                        others.add(file + " " + rule.name() + "\n" + other);
                    }
                }
            }
        }
        System.out.println(
                rules
                        + " rules, of which "
                        + failing
                        + " fail on both sides, and "
                        + samples
                        + " samples beside promtool");
        assertThat(others).isEmpty();
        assertThat(rules).isPositive();
        assertThat(samples).isPositive();
    }

    private static List<String> asked(RuleSpec rule) {
        return rule instanceof RuleSpec.Recording
                ? List.of("{__name__=\"" + rule.name() + "\"}")
                : List.of("ALERTS", "ALERTS_FOR_STATE");
    }

    private static String alone(RuleSpec rule) {
        var text = new StringBuilder("groups:\n- name: g\n  rules:\n");
        text.append(rule instanceof RuleSpec.Recording ? "  - record: '" : "  - alert: '")
                .append(rule.name())
                .append("'\n    expr: '")
                .append(rule.expression().replace("'", "''").replace("\n", "\n\n      "))
                .append("'\n");
        if (rule instanceof RuleSpec.Alerting alerting) {
            text.append("    for: " + DurationText.format(alerting.holdFor()) + "\n");
        }
        if (!rule.labels().isEmpty()) {
            text.append("    labels:\n");
            rule.labels()
                    .forEach((name, value) ->
                            text.append("      " + name + ": '")
                                    .append(value.replace("'", "''"))
                                    .append("'\n"));
        }
        return text.toString();
    }

    /// What promtool told otherwise, beyond the last digits of a number; empty when nothing.
    private static String other(RulesBeside beside, String failure) throws Exception {
        int status = beside.promtool();
        String told = beside.told();
        boolean failed = told.contains(", err: ");
        if (failed != !failure.isEmpty()) {
            return "ours: " + failure + "\ntheirs: " + told;
        }
        if (failed || status == 0) {
            return "";
        }
        var other = new StringBuilder();
        var differences = DIFFERENCE.matcher(told);
        boolean any = false;
        while (differences.find()) {
            any = true;
            if (!same(samples(differences.group(3)), samples(differences.group(4)))) {
                other.append(differences.group()).append('\n');
            }
        }
        return any ? other.toString() : told;
    }

    private static Map<String, Double> samples(String text) {
        Map<String, Double> samples = new TreeMap<>();
        var found = SAMPLE.matcher(text);
        while (found.find()) {
            String number = found.group(2).replace("Inf", "Infinity");
            samples.put(found.group(1), Double.valueOf(number));
        }
        return samples;
    }

    private static boolean same(Map<String, Double> a, Map<String, Double> b) {
        return a.keySet().equals(b.keySet())
                && a.entrySet().stream()
                        .allMatch(each -> close(each.getValue(), b.get(each.getKey())));
    }

    private static boolean close(double a, double b) {
        return Double.compare(a, b) == 0
                || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }

    /// Samples for each selector, the same for the same rule.
    private static List<Input> inputs(RuleSpec rule) throws QueryException {
        var random = new Random(rule.expression().hashCode());
        Set<String> listed = new TreeSet<>();
        var lists = LISTED.matcher(rule.expression());
        while (lists.find()) {
            Stream.of(lists.group(1).split(",", -1))
                    .map(String::strip)
                    .filter(name -> name.matches("[a-zA-Z_]\\w*") && !name.equals("le"))
                    .forEach(listed::add);
        }
        Map<Labels, Input> inputs = new LinkedHashMap<>();
        for (List<Matcher> selector : selectors(rule.expression())) {
            for (int i = 0; i < SERIES; i++) {
                Labels labels = labels(selector, listed, i, random);
                if (!labels.get(Labels.METRIC_NAME).isEmpty()) {
                    add(inputs, labels, random);
                }
            }
        }
        if (rule.expression().contains("topk") || rule.expression().contains("bottomk")) {
            setApart(inputs);
        }
        return List.copyOf(inputs.values());
    }

    /// Of equal values any may be the greatest.
    private static void setApart(Map<Labels, Input> inputs) {
        double place = 0;
        for (Input input : inputs.values()) {
            place++;
            for (int i = 0; i < input.values().length; i++) {
                input.values()[i] += place / 1_024;
            }
        }
    }

    private static List<List<Matcher>> selectors(String expression) {
        var engine =
                new Engine(
                        new MemorySeries(),
                        EngineOptions.SERVER,
                        Engine.Limits.SERVER,
                        new EngineMetrics(new PrometheusRegistry()));
        return new PromqlExpressions(engine).compile(expression).selectors();
    }

    /// The first two series of all selectors agree in the labels that nobody asks for, so that
    /// joins find something.
    private static Labels labels(
            List<Matcher> selector, Set<String> listed, int place, Random random) {
        var labels = new LabelsBuilder();
        listed.forEach(name -> labels.set(name, "v" + (place < 2 ? place : random.nextInt(3))));
        labels.set("instance", "v" + place % 3);
        for (Matcher matcher : selector) {
            if (matcher.type() == MatchType.EQUAL) {
                labels.set(matcher.name(), matcher.value());
            } else if (matcher.type() == MatchType.MATCHES) {
                String[] alternatives = matcher.value().split("\\|", -1);
                String one = alternatives[place % alternatives.length];
                labels.set(matcher.name(), one.replaceAll("[^\\w-]", ""));
            } else {
                labels.set(matcher.name(), "w" + place % 2);
            }
        }
        return labels.build();
    }

    private static void add(Map<Labels, Input> inputs, Labels labels, Random random) {
        String name = labels.get(Labels.METRIC_NAME);
        if (!name.endsWith("_bucket")) {
            boolean counts = name.matches(".*_(total|count|sum)");
            inputs.putIfAbsent(labels, new Input(labels, values(counts, 1, random)));
            return;
        }
        long seed = random.nextLong();
        for (int i = 0; i < LE.size(); i++) {
            Labels bucket = labels.with("le", LE.get(i));
            double[] values = values(true, i + 1, new Random(seed));
            inputs.putIfAbsent(bucket, new Input(bucket, values));
        }
    }

    private static double[] values(boolean counts, int times, Random random) {
        var values = new double[RulesBeside.MINUTES];
        // What is extrapolated where a counter is near zero is told otherwise by 3.x.
        double value = counts ? 1_000_000 : random.nextInt(3);
        for (int i = 1; i < values.length; i++) {
            boolean changes = random.nextInt(4) == 0;
            int step = random.nextInt(8);
            value = counts ? value + step : changes ? random.nextInt(3) : value;
            values[i] = value * times;
        }
        values[0] = Double.NaN;
        return values;
    }
}
