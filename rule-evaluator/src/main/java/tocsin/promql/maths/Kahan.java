package tocsin.promql.maths;

/// A sum that loses nothing to rounding (Neumaier's variant of Kahan's), as upstream sums. Never
/// fused or re-associated: the digits are upstream's.
public final class Kahan {
    private double sum;
    private double lost;

    /// A sum of nothing.
    public Kahan() {}

    /// A sum of one number.
    public Kahan(double first) {
        sum = first;
    }

    /// Adds a number.
    public void add(double value) {
        double total = sum + value;
        lost = Double.isInfinite(total) ? 0 : lost + lost(sum, value, total);
        sum = total;
    }

    /// What rounding loses of the sum of two numbers: exactly, so that these six operations give
    /// the same digits as a comparison of the two, which processors cannot predict.
    ///
    /// @param total their sum, finite or not a number
    public static double lost(double a, double b, double total) {
        double added = total - a;
        return (a - (total - added)) + (b - added);
    }

    /// Multiplies what was summed.
    public void scale(double factor) {
        sum *= factor;
        lost *= factor;
    }

    /// Divides what was summed.
    public void divide(double divisor) {
        sum /= divisor;
        lost /= divisor;
    }

    /// The sum without what rounding lost.
    public double raw() {
        return sum;
    }

    /// What rounding lost.
    public double compensation() {
        return lost;
    }

    /// The sum.
    public double value() {
        return Double.isInfinite(sum) ? sum : sum + lost;
    }
}
