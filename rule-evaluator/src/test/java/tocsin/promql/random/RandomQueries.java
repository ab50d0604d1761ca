package tocsin.promql.random;

import java.util.List;
import java.util.Random;

/// Random queries that are well formed and well typed, over [RandomSeries]. Durations are multiples
/// of 5 s; where subqueries nest, the inner one is shifted off the grid of the outer.
public final class RandomQueries {
    private static final List<String> LABELS = List.of("job", "instance", "code", "zone", "nope");
    private static final List<String> RANGES = List.of("30s", "1m", "2m", "5m", "9m35s");
    private static final List<String> COUNTERS = List.of("rate", "increase", "irate", "resets");
    private static final List<String> GAUGES =
            List.of(
                    "delta idelta deriv changes sum_over_time avg_over_time min_over_time"
                            .concat(
                                    " max_over_time count_over_time last_over_time"
                                            + " stddev_over_time")
                            .concat(" stdvar_over_time present_over_time absent_over_time")
                            .split(" ", -1));
    private static final List<String> NEWER =
            List.of(
                    "first_over_time",
                    "mad_over_time",
                    "ts_of_max_over_time",
                    "ts_of_min_over_time",
                    "ts_of_last_over_time",
                    "ts_of_first_over_time");
    private static final List<String> ELEMENTWISE =
            List.of(
                    "abs ceil floor exp sqrt ln log2 log10 sgn sin cos atan rad deg round hour"
                            .concat(" minute day_of_week timestamp sort absent")
                            .split(" ", -1));
    private static final List<String> AGGREGATORS =
            List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

    private final Random random;
    private final Dialect dialect;

    /// Whose language it is.
    public enum Dialect {
        /// Ours, all of it.
        CURRENT,
        /// What Prometheus 2.42 and we understand alike. Left out for what changed since: standard
        /// deviations of what is not finite, `predict_linear` with `@` in ranges, names after
        /// `atan2`.
        DEBIAN
    }

    /// Queries by chance.
    public RandomQueries(Random random, Dialect dialect) {
        this.random = random;
        this.dialect = dialect;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private boolean isCurrent() {
        return dialect == Dialect.CURRENT;
    }

    /// A query that gives a vector, and now and then a number.
    public String query(int depth) {
        return once(20) ? scalar(depth) : vector(depth);
    }

    /// A query that gives a vector.
    public String vector(int depth) {
        if (depth <= 0) {
            return once(3) ? selector() + shift() : overRange(0);
        }
        return switch (random.nextInt(14)) {
            case 0 -> selector() + shift();
            case 1, 2 -> overRange(depth - 1);
            case 3, 4, 5 -> aggregate(depth - 1);
            case 6, 7 -> binary(depth - 1);
            case 8 -> withNumber(depth - 1);
            case 9 -> set(depth - 1);
            case 10 -> elementwise(depth - 1);
            case 11 -> relabelled(depth - 1);
            case 12 -> quantile();
            default -> isCurrent() ? newer(depth - 1) : chosen(depth - 1);
        };
    }

    private String selector() {
        String name = any(List.of("c_total", "c_total", "g", "g", "odd", "meta", "h_bucket"));
        if (isCurrent() && once(5)) {
            name = any(List.of("n", "mixed"));
        }
        return switch (random.nextInt(8)) {
            case 0 -> name + "{job=\"" + any(List.of("a", "b", "")) + "\"}";
            case 1 -> name + "{job=~\"a|b\",instance!=\"1\"}";
            case 2 -> name + "{code!~\"2..\"}";
            case 3 -> "{__name__=~\"c_total|g\",instance=\"0\"}";
            default -> name;
        };
    }

    private String shift() {
        return switch (random.nextInt(12)) {
            case 0 -> " offset 1m";
            case 1 -> " offset -35s";
            case 2 -> " @ start()";
            case 3 -> " @ end() offset 2m";
            case 4 -> " @ 1700001001";
            default -> "";
        };
    }

    private String overRange(int depth) {
        if (once(8)) {
            return "quantile_over_time(" + quantileNumber() + ", " + gauges(depth) + ")";
        }
        if (once(12)) {
            String range = isCurrent() ? gauges(depth) : "g[" + any(RANGES) + "]";
            return "predict_linear(" + range + ", " + any(List.of("60", "-30", "3600")) + ")";
        }
        if (once(16)) {
            String name = isCurrent() ? "double_exponential_smoothing" : "holt_winters";
            return name + "(" + gauges(depth) + ", 0.3, 0.6)";
        }
        if (once(3)) {
            return any(COUNTERS) + "(c_total[" + any(RANGES) + "]" + shift() + ")";
        }
        List<String> names = isCurrent() && once(4) ? NEWER : GAUGES;
        if (isCurrent() && once(6)) {
            names = COUNTERS;
        }
        return any(names) + "(" + gauges(depth) + ")";
    }

    private String gauges(int depth) {
        if (once(5)) {
            String step = any(List.of("", "15s", "25s", "1m"));
            return "("
                    + vector(depth - 1)
                    + ")["
                    + any(RANGES)
                    + ":"
                    + step
                    + "]"
                    + subqueryShift();
        }
        return selector() + "[" + any(RANGES) + "]" + shift();
    }

    /// Keeps the windows of subqueries within subqueries off the grid of their steps.
    private String subqueryShift() {
        return any(List.of(" offset 2s", " offset 1m2s", " offset 2s @ end()"));
    }

    private String labels() {
        return once(4) ? any(LABELS) : any(LABELS) + ", " + any(LABELS);
    }

    private String grouping() {
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> " without (" + labels() + ") ";
            default -> " by (" + labels() + ") ";
        };
    }

    private String aggregate(int depth) {
        if (once(8)) {
            String values = "round(" + vector(depth) + ")";
            return "count_values" + grouping() + "(\"value\", " + values + ")";
        }
        if (once(8)) {
            return "quantile" + grouping() + "(" + quantileNumber() + ", " + vector(depth) + ")";
        }
        String aggregator = any(AGGREGATORS);
        boolean changed = !isCurrent() && aggregator.startsWith("std");
        return aggregator + grouping() + "(" + (changed ? "g" : vector(depth)) + ")";
    }

    private String quantileNumber() {
        return any(List.of("0", "0.25", "0.5", "0.99", "1", "-1", "2", "NaN"));
    }

    private String matching() {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 ->
                    " on (job, instance) group_left (" + any(List.of("", "version", "zone")) + ")";
            case 2 -> " on (job, instance) group_right ()";
            case 3 -> " ignoring (" + labels() + ")";
            case 4 -> " on (" + labels() + ")";
            default -> " on (job, instance)";
        };
    }

    private String operator() {
        if (once(3)) {
            return " " + any(COMPARISONS) + (once(2) ? " bool" : "");
        }
        return " " + (isCurrent() && once(7) ? "atan2" : any(ARITHMETIC));
    }

    private String binary(int depth) {
        String left = once(2) ? vector(depth) : "sum by (job, instance) (" + vector(depth) + ")";
        String right = once(3) ? vector(depth) : "max by (job, instance) (" + vector(depth) + ")";
        if (once(3)) {
            right = "meta";
        }
        String fill = isCurrent() && once(4) ? any(List.of(" fill (0)", " fill_left (1)")) : "";
        return "(" + left + ")" + operator() + matching() + fill + " (" + right + ")";
    }

    private String withNumber(int depth) {
        String number = scalar(depth - 1);
        return once(2)
                ? "(" + vector(depth) + ")" + operator() + " " + number
                : number + operator() + " (" + vector(depth) + ")";
    }

    private String set(int depth) {
        String match = any(List.of("", " on (job)", " ignoring (code, zone)", " on ()"));
        String operator = any(List.of("and", "or", "unless"));
        return "(" + vector(depth) + ") " + operator + match + " (" + vector(depth) + ")";
    }

    private String elementwise(int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> "-(" + vector(depth) + ")";
            case 1 -> "clamp(" + vector(depth) + ", -1, " + scalar(0) + ")";
            case 2 -> "clamp_min(" + vector(depth) + ", 2)";
            case 3 -> "round(" + vector(depth) + ", 5)";
            case 4 -> "vector(" + scalar(depth) + ")";
            default -> any(ELEMENTWISE) + "(" + vector(depth) + ")";
        };
    }

    private String relabelled(int depth) {
        return once(2)
                ? "label_join(" + vector(depth) + ", \"both\", \"-\", \"job\", \"instance\")"
                : "label_replace(" + vector(depth) + ", \"zone\", \"$1z\", \"job\", \"([ab])\")";
    }

    private String quantile() {
        String inner =
                any(
                        List.of(
                                "h_bucket",
                                "rate(h_bucket[2m])",
                                "sum by (le) (rate(h_bucket[5m]))",
                                "sum by (job, le) (increase(h_bucket[1m]))"));
        if (isCurrent() && once(3)) {
            inner = any(List.of("n", "rate(n[2m])", "sum(rate(n[5m]))", "sum by (job) (n)"));
        }
        return "histogram_quantile(" + quantileNumber() + ", " + inner + ")";
    }

    /// Which of equal values are chosen is not said anywhere: values that are hardly ever equal.
    private String chosen(int depth) {
        String among = isCurrent() ? vector(depth) : any(List.of("c_total", "sum by (job) (g)"));
        String name = once(2) ? "topk" : "bottomk";
        return name + grouping() + "(" + any(List.of("1", "2", "5")) + ", " + among + ")";
    }

    private String newer(int depth) {
        return switch (random.nextInt(10)) {
            case 0 -> "limitk" + grouping() + "(2, " + vector(depth) + ")";
            case 1 -> "limit_ratio(0.5, " + vector(depth) + ")";
            case 2 -> "rate(c_total[2m] smoothed)";
            case 3 -> any(List.of("increase", "changes")) + "(g[2m] anchored" + shift() + ")";
            case 4 -> any(List.of("histogram_sum", "histogram_avg")) + "(rate(n[2m]))";
            case 5 -> "histogram_fraction(0, 1.5, " + any(List.of("n", "mixed", "sum(n)")) + ")";
            case 6 -> "(n" + any(List.of(" >/ ", " </ ", " * ")) + "2)";
            case 7 -> "info(" + any(List.of("g", "c_total")) + ", {__name__=\"meta\"})";
            default -> chosen(depth);
        };
    }

    private String scalar(int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> "time()";
            case 1 -> depth > 0 ? "scalar(" + vector(depth - 1) + ")" : "scalar(sum(g))";
            case 2 -> "(" + random.nextInt(5) + any(List.of(" + ", " * ", " > bool ")) + "2)";
            case 3 -> "-0.5";
            default -> String.valueOf(random.nextInt(10));
        };
    }
}
