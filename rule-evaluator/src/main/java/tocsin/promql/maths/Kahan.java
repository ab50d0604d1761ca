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

    /// The sum of the numbers from one up to another, that one left out: the same digits as adding
    /// one after another. A sum that is finite was finite all the way, so that only others need the
    /// care for what is infinite on the way.
    public static double sum(double[] values, int from, int to) {
        double sum = 0;
        double lost = 0;
        for (int i = from; i < to; i++) {
            double value = values[i];
            double total = sum + value;
            lost += lost(sum, value, total);
            sum = total;
        }
        return Double.isFinite(sum) ? sum + lost : carefulSum(values, from, to);
    }

    private static double carefulSum(double[] values, int from, int to) {
        var sum = new Kahan();
        for (int i = from; i < to; i++) {
            sum.add(values[i]);
        }
        return sum.value();
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
