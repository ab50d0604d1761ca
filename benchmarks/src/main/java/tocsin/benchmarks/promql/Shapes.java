package tocsin.benchmarks.promql;

import java.util.List;

/// The shapes of upstream's engine benchmark and a few more. `X` stands for a number of series.
final class Shapes {
    /// Of the classic histograms.
    static final String[] BOUNDS = {"0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"};

    static final List<String> ALL =
            List.of(
                    "rate(a_X[1m])",
                    "rate(a_X[10m])",
                    "deriv(a_X[10m])",
                    "predict_linear(a_X[10m], 3600)",
                    "changes(a_X[1h])",
                    "sum_over_time(a_X[1h])",
                    "max_over_time(a_X[1h])",
                    "quantile_over_time(0.9, a_X[10m])",
                    "absent_over_time(a_X[10m])",
                    "timestamp(a_X)",
                    "-a_X",
                    "a_X - b_X",
                    "a_X and b_X{l=~\".*[0-4]$\"}",
                    "a_X or b_X{l=~\".*[0-4]$\"}",
                    "a_X unless b_X{l=~\".*[0-4]$\"}",
                    "a_X and b_X{l=\"notfound\"}",
                    "abs(a_X)",
                    "label_replace(a_X, \"l2\", \"$1\", \"l\", \"(.*)\")",
                    "label_join(a_X, \"l2\", \"-\", \"l\", \"l\")",
                    "sum(a_X)",
                    "avg(a_X)",
                    "quantile(0.9, a_X)",
                    "topk(1, a_X)",
                    "topk(5, a_X)",
                    "sum without (l) (h_X)",
                    "sum without (le) (h_X)",
                    "sum by (l) (h_X)",
                    "sum by (le) (h_X)",
                    "count_values(\"value\", h_X)",
                    "rate(a_X[1m]) + rate(b_X[1m])",
                    "a_X + on () group_left () a_one",
                    "sum without (l) (rate(a_X[1m]))",
                    "sum without (l) (rate(a_X[1m])) / sum without (l) (rate(b_X[1m]))",
                    "histogram_quantile(0.9, rate(h_X[5m]))",
                    "sum(max_over_time(rate(a_X[1m])[10m:1m]))");

    private Shapes() {}
}
