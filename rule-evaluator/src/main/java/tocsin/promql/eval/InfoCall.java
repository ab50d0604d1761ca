package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.ast.Expr;
import tocsin.promql.value.FloatHistogram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `info`: adds the labels of info metrics to series of the same instance and job.
final class InfoCall implements VectorNode {
    private static final List<String> IDENTIFYING = List.of("instance", "job");

    private final Compiler compiler;
    private final VectorNode base;
    private final List<Matcher> names = new ArrayList<>();
    private final List<Matcher> data = new ArrayList<>();
    private final Set<String> wanted = new HashSet<>();
    private final Expr.@Nullable VectorSelector first;

    InfoCall(Compiler compiler, Expr.Call call) {
        this.compiler = compiler;
        this.base = compiler.vector(call.argument(0));
        this.first = firstSelector(call.argument(0));
        if (call.arguments().size() > 1
                && call.argument(1) instanceof Expr.VectorSelector selector) {
            for (Matcher matcher : selector.matchers()) {
                boolean name = matcher.name().equals(Labels.METRIC_NAME);
                (name ? names : data).add(matcher);
                if (!name) {
                    wanted.add(matcher.name());
                }
            }
        }
        if (names.isEmpty()) {
            names.add(Matcher.equal(Labels.METRIC_NAME, "target_info"));
        } else if (names.stream().allMatch(InfoCall::isNegative)) {
            names.add(Matcher.promql(MatchType.MATCHES, Labels.METRIC_NAME, ".+_info"));
        }
    }

    private static boolean isNegative(Matcher matcher) {
        return matcher.type() == MatchType.NOT_EQUAL || matcher.type() == MatchType.NOT_MATCHES;
    }

    /// The selector whose modifiers say when info metrics are looked up.
    private static Expr.@Nullable VectorSelector firstSelector(Expr expr) {
        return switch (expr) {
            case Expr.VectorSelector selector -> selector;
            case Expr.MatrixSelector(var selector, _) -> selector;
            case Expr.Subquery subquery -> firstSelector(subquery.inner());
            case Expr.Unary unary -> firstSelector(unary.inner());
            case Expr.Parenthesized inner -> firstSelector(inner.inner());
            case Expr.Aggregate aggregate -> firstSelector(aggregate.operand());
            case Expr.Binary binary -> {
                Expr.VectorSelector left = firstSelector(binary.left());
                yield left == null ? firstSelector(binary.right()) : left;
            }
            case Expr.Call call -> {
                Expr.VectorSelector found = null;
                for (Expr argument : call.arguments()) {
                    found = found == null ? firstSelector(argument) : found;
                }
                yield found;
            }
            case Expr.NumberLiteral _ -> null;
            case Expr.StringLiteral _ -> null;
        };
    }

    @Override
    public Vector vector(Run run, Grid grid) {
        Vector input = base.vector(run, grid);
        boolean[] ignored = new boolean[input.rows()];
        Map<String, Set<String>> values = new TreeMap<>();
        for (int row = 0; row < ignored.length; row++) {
            run.budget().labels(1);
            Labels labels = input.shape().labels(row);
            ignored[row] = Matcher.all(names, labels.retain(List.of(Labels.METRIC_NAME)));
            for (String name : IDENTIFYING) {
                if (!ignored[row] && labels.has(name)) {
                    values.computeIfAbsent(name, _ -> new java.util.TreeSet<>())
                            .add(labels.get(name));
                }
            }
        }
        Infos infos = values.isEmpty() ? Infos.NONE : infos(run, grid, values);
        return run.held(joined(input, ignored, infos, run.budget()));
    }

    /// Info metrics with the times of their samples, which decide between two of the same key.
    private record Infos(Vector values, Vector times) {
        static final Infos NONE = new Infos(Vector.empty(0), Vector.empty(0));
    }

    private Infos infos(Run run, Grid grid, Map<String, Set<String>> values) {
        var matchers = new ArrayList<>(names);
        values.forEach((name, found) -> {
            var quoted = found.stream().map(com.google.re2j.Pattern::quote).toList();
            matchers.add(Matcher.promql(MatchType.MATCHES, name, String.join("|", quoted)));
        });
        matchers.addAll(data);
        var selector =
                new Expr.VectorSelector(
                        "",
                        matchers,
                        first == null ? Expr.Modifiers.NONE : first.modifiers(),
                        Expr.Extension.NONE,
                        0);
        try (var standing = new Standing(compiler.source(), matchers, false)) {
            Vector samples =
                    new InstantSelector(selector, standing, InstantSelector.Takes.VALUE)
                            .vector(run, grid);
            Vector times =
                    new InstantSelector(selector, standing, InstantSelector.Takes.TIME)
                            .vector(run, grid);
            return new Infos(samples, times);
        }
    }

    /// By which info metrics are found: the values of the identifying labels.
    private static Labels identity(Labels labels) {
        return labels.retain(IDENTIFYING);
    }

    private Vector joined(Vector input, boolean[] ignored, Infos infos, Budget budget) {
        int steps = input.steps();
        var rows = new Shape.Builder();
        Map<Relabel.Named, Integer> places = new LinkedHashMap<>();
        var columns = new ArrayList<double[]>();
        var histograms = new ArrayList<@Nullable FloatHistogram[]>();
        for (int step = 0; step < steps; step++) {
            budget.labels(infos.values().rows());
            budget.work(input.rows());
            Map<Labels, Map<String, Integer>> found = byIdentity(infos, step);
            for (int row = 0; row < input.rows(); row++) {
                int index = row * steps + step;
                if (!input.has(index)) {
                    continue;
                }
                budget.labels(2);
                Labels labels = input.shape().labels(row);
                Labels enriched =
                        ignored[row]
                                ? labels
                                : enriched(labels, infos, found.get(identity(labels)));
                if (enriched == null) {
                    continue;
                }
                var named = new Relabel.Named(enriched, input.shape().drops(row));
                int place =
                        places.computeIfAbsent(
                                named,
                                each -> {
                                    columns.add(Vector.none(steps));
                                    histograms.add(new FloatHistogram[steps]);
                                    return rows.add(each.labels(), each.drops());
                                });
                columns.get(place)[step] = input.values()[index];
                histograms.get(place)[step] = input.histogram(index);
            }
        }
        return assembled(rows.build(), steps, columns, histograms);
    }

    private static Vector assembled(
            Shape shape,
            int steps,
            List<double[]> columns,
            List<@Nullable FloatHistogram[]> histograms) {
        double[] values = new double[shape.size() * steps];
        var all = new @Nullable FloatHistogram[values.length];
        for (int row = 0; row < shape.size(); row++) {
            System.arraycopy(columns.get(row), 0, values, row * steps, steps);
            System.arraycopy(histograms.get(row), 0, all, row * steps, steps);
        }
        return new Vector(shape, steps, values, all, null);
    }

    private static Map<Labels, Map<String, Integer>> byIdentity(Infos infos, int step) {
        Map<Labels, Map<String, Integer>> found = new HashMap<>();
        Vector samples = infos.values();
        for (int row = 0; row < samples.rows(); row++) {
            int index = row * samples.steps() + step;
            if (!samples.has(index)) {
                continue;
            }
            Labels labels = samples.shape().labels(row);
            if (samples.histogram(index) != null) {
                throw new QueryException(
                        "this should be an info metric, with float samples: " + labels);
            }
            Map<String, Integer> metrics =
                    found.computeIfAbsent(identity(labels), _ -> new TreeMap<>());
            Integer other = metrics.get(labels.get(Labels.METRIC_NAME));
            if (other == null || newer(infos, row, other, step)) {
                metrics.put(labels.get(Labels.METRIC_NAME), row);
            }
        }
        return found;
    }

    private static boolean newer(Infos infos, int row, int other, int step) {
        int steps = infos.times().steps();
        double time = infos.times().values()[row * steps + step];
        double existing = infos.times().values()[other * steps + step];
        if (time == existing) {
            throw new QueryException(
                    "found duplicate series for info metric: existing %s @ %d, new %s @ %d"
                            .formatted(
                                    infos.values().shape().labels(other),
                                    Math.round(existing * 1e3),
                                    infos.values().shape().labels(row),
                                    Math.round(time * 1e3)));
        }
        return time > existing;
    }

    /// The labels with those of the info metrics; null when the series is left out.
    private @Nullable Labels enriched(
            Labels labels, Infos infos, @Nullable Map<String, Integer> metrics) {
        if (metrics == null || metrics.isEmpty()) {
            boolean optional = data.stream().allMatch(matcher -> matcher.matches(""));
            return optional ? labels : null;
        }
        Map<String, String> added = new TreeMap<>();
        for (int row : metrics.values()) {
            infos.values()
                    .shape()
                    .labels(row)
                    .forEachLabel((name, value) -> add(name, value, added));
        }
        LabelsBuilder builder = labels.toBuilder();
        added.forEach((name, value) -> {
            if (!labels.has(name)) {
                builder.set(name, value);
            }
        });
        return builder.build();
    }

    private void add(String name, String value, Map<String, String> added) {
        boolean taken = wanted.isEmpty() || wanted.contains(name);
        if (name.equals(Labels.METRIC_NAME) || IDENTIFYING.contains(name) || !taken) {
            return;
        }
        String other = added.putIfAbsent(name, value);
        if (other != null && !other.equals(value)) {
            throw new QueryException("conflicting label: " + name);
        }
    }
}
