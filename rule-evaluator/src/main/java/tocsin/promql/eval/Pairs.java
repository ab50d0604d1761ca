package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr;
import tocsin.promql.ast.Operator;
import tocsin.promql.histogram.Histograms;
import tocsin.promql.histogram.Tally;
import tocsin.promql.histogram.Trim;
import tocsin.promql.maths.GoMath;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;

/// What an operator gives for two samples, in the order of the source.
final class Pairs {
    private final Operator operator;
    private final boolean bool;
    private final int position;
    private final Annotations notes;
    private @Nullable FloatHistogram histogram;

    Pairs(Expr.Binary node, Annotations notes) {
        this.operator = node.operator();
        this.bool = node.bool();
        this.position = node.position();
        this.notes = notes;
    }

    /// The histogram of the last answer, if it was one.
    @Nullable FloatHistogram takeHistogram() {
        FloatHistogram taken = histogram;
        histogram = null;
        return taken;
    }

    /// Whether the last answer said nothing because the samples do not go together.
    private boolean refused;

    boolean refused() {
        return refused;
    }

    /// The value for two samples; none where a comparison does not hold.
    double apply(
            double left,
            @Nullable FloatHistogram leftHistogram,
            double right,
            @Nullable FloatHistogram rightHistogram) {
        refused = false;
        if (leftHistogram == null && rightHistogram == null) {
            return floats(left, right);
        }
        if (leftHistogram != null && rightHistogram != null) {
            return histograms(leftHistogram, rightHistogram);
        }
        return leftHistogram == null
                ? floatFirst(left, java.util.Objects.requireNonNull(rightHistogram))
                : histogramFirst(leftHistogram, right);
    }

    double floats(double left, double right) {
        if (operator.isComparison()) {
            boolean holds = compare(operator, left, right);
            if (bool) {
                return holds ? 1 : 0;
            }
            return holds ? left : Vector.NONE;
        }
        if (!operator.isArithmetic()) {
            return incompatible("float", "float");
        }
        return compute(operator, left, right);
    }

    static double compute(Operator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MOD -> left % right;
            case POW -> GoMath.pow(left, right);
            case ATAN2 -> Math.atan2(left, right);
            default -> throw new IllegalStateException("no arithmetic: " + operator);
        };
    }

    static boolean compare(Operator operator, double left, double right) {
        return switch (operator) {
            case EQL -> left == right;
            case NEQ -> left != right;
            case LSS -> left < right;
            case LTE -> left <= right;
            case GTR -> left > right;
            case GTE -> left >= right;
            default -> throw new IllegalStateException("no comparison: " + operator);
        };
    }

    private double give(FloatHistogram result) {
        histogram = result;
        return 0;
    }

    private double incompatible(String left, String right) {
        refused = true;
        notes.info(
                "incompatible sample types encountered for binary operator \"%s\": %s %s %s"
                        .formatted(operator.symbol(), left, operator.symbol(), right),
                position);
        return Vector.NONE;
    }

    private double histograms(FloatHistogram left, FloatHistogram right) {
        if (operator == Operator.EQL || operator == Operator.NEQ) {
            boolean holds = Histograms.isSame(left, right) == (operator == Operator.EQL);
            if (bool) {
                return holds ? 1 : 0;
            }
            return holds ? give(left) : Vector.NONE;
        }
        if (operator != Operator.ADD && operator != Operator.SUB) {
            return incompatible("histogram", "histogram");
        }
        String word = operator == Operator.ADD ? "addition" : "subtraction";
        if (!Histograms.compatible(left, right)) {
            refused = true;
            notes.warn(
                    "incompatible bucket layout encountered for binary operator "
                            + operator.symbol(),
                    position);
            return Vector.NONE;
        }
        if (Histograms.collide(left, right)) {
            // As upstream, which takes the warning for a failure of this pair.
            refused = true;
            notes.warn("conflicting counter resets during histogram " + word, position);
            return Vector.NONE;
        }
        var result = new Tally(left);
        if (operator == Operator.ADD) {
            result.add(right);
        } else {
            result.subtract(right).hint(CounterResetHint.GAUGE);
        }
        if (result.reconciled()) {
            notes.info("mismatched custom buckets were reconciled during " + word, position);
        }
        return give(result.compact());
    }

    private double floatFirst(double number, FloatHistogram with) {
        return operator == Operator.MUL
                ? give(new Tally(with).multiply(number).compact())
                : incompatible("float", "histogram");
    }

    private double histogramFirst(FloatHistogram left, double number) {
        return switch (operator) {
            case MUL -> give(new Tally(left).multiply(number).compact());
            case DIV -> give(new Tally(left).divide(number).compact());
            case TRIM_UPPER -> give(Trim.apply(left, number, true));
            case TRIM_LOWER -> give(Trim.apply(left, number, false));
            default -> incompatible("histogram", "float");
        };
    }
}
