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
        if (Double.isInfinite(total)) {
            lost = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            lost += (sum - total) + value;
        } else {
            lost += (value - total) + sum;
        }
        sum = total;
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
