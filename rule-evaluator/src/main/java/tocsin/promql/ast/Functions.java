package tocsin.promql.ast;

import static tocsin.promql.ast.ValueType.MATRIX;
import static tocsin.promql.ast.ValueType.SCALAR;
import static tocsin.promql.ast.ValueType.STRING;
import static tocsin.promql.ast.ValueType.VECTOR;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All functions of Prometheus 3.14, by name.
public final class Functions {
    private static final Map<String, Function> ALL = new HashMap<>();

    static {
        vectorToVector(
                "abs ceil floor exp sqrt ln log2 log10 sgn sin cos tan asin acos atan sinh cosh"
                        + " tanh asinh acosh atanh rad deg absent sort sort_desc timestamp"
                        + " histogram_count histogram_sum histogram_avg histogram_stddev"
                        + " histogram_stdvar");
        rangeToVector(
                "rate increase delta irate idelta deriv resets changes absent_over_time"
                        + " avg_over_time sum_over_time min_over_time max_over_time count_over_time"
                        + " last_over_time first_over_time present_over_time stddev_over_time"
                        + " stdvar_over_time",
                false);
        rangeToVector(
                "mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time"
                        + " ts_of_min_over_time",
                true);
        for (String name :
                "minute hour month year day_of_month day_of_week day_of_year days_in_month"
                        .split(" ", -1)) {
            add(name, 1, VECTOR, false, VECTOR);
        }
        add("pi", 0, SCALAR, false);
        add("time", 0, SCALAR, false);
        add("round", 1, VECTOR, false, VECTOR, SCALAR);
        add("clamp", 0, VECTOR, false, VECTOR, SCALAR, SCALAR);
        add("clamp_min", 0, VECTOR, false, VECTOR, SCALAR);
        add("clamp_max", 0, VECTOR, false, VECTOR, SCALAR);
        add("scalar", 0, SCALAR, false, VECTOR);
        add("vector", 0, VECTOR, false, SCALAR);
        add("start_timestamp", 0, VECTOR, true, VECTOR);
        add("sort_by_label", -1, VECTOR, true, VECTOR, STRING);
        add("sort_by_label_desc", -1, VECTOR, true, VECTOR, STRING);
        add("label_replace", 0, VECTOR, false, VECTOR, STRING, STRING, STRING, STRING);
        add("label_join", -1, VECTOR, false, VECTOR, STRING, STRING, STRING);
        add("info", 1, VECTOR, true, VECTOR, VECTOR);
        add("predict_linear", 0, VECTOR, false, MATRIX, SCALAR);
        add("double_exponential_smoothing", 0, VECTOR, true, MATRIX, SCALAR, SCALAR);
        add("quantile_over_time", 0, VECTOR, false, SCALAR, MATRIX);
        add("histogram_fraction", 0, VECTOR, false, SCALAR, SCALAR, VECTOR);
        add("histogram_quantile", 0, VECTOR, false, SCALAR, VECTOR);
        add("histogram_quantiles", 9, VECTOR, true, VECTOR, STRING, SCALAR, SCALAR);
        add("start", 0, SCALAR, true);
        add("end", 0, SCALAR, true);
        add("step", 0, SCALAR, true);
        add("range", 0, SCALAR, true);
        add("max_of", 0, SCALAR, true, SCALAR, SCALAR);
        add("min_of", 0, SCALAR, true, SCALAR, SCALAR);
    }

    private Functions() {}

    private static void vectorToVector(String names) {
        for (String name : names.split(" ", -1)) {
            add(name, 0, VECTOR, false, VECTOR);
        }
    }

    private static void rangeToVector(String names, boolean experimental) {
        for (String name : names.split(" ", -1)) {
            add(name, 0, VECTOR, experimental, MATRIX);
        }
    }

    private static void add(
            String name, int variadic, ValueType returns, boolean experimental, ValueType... args) {
        ALL.put(name, new Function(name, List.of(args), variadic, returns, experimental));
    }

    /// All of them, by name.
    public static List<Function> all() {
        return ALL.values().stream().sorted(Comparator.comparing(Function::name)).toList();
    }

    /// The function of this name, if there is one.
    public static @Nullable Function find(String name) {
        return ALL.get(name);
    }
}
