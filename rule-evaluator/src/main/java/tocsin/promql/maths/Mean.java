package tocsin.promql.maths;

/// A mean that goes over to incremental computation where the sum would overflow.
public final class Mean {
    private final Kahan sum;
    private double count = 1;
    private boolean incremental;

    /// The mean of one number.
    public Mean(double first) {
        sum = new Kahan(first);
    }

    /// Adds a number.
    public void add(double value) {
        count++;
        if (!incremental) {
            if (!Double.isInfinite(sum.raw() + value)) {
                sum.add(value);
                return;
            }
            incremental = true;
            sum.divide(count - 1);
        }
        sum.scale((count - 1) / count);
        sum.add(value / count);
    }

    /// The mean.
    public double value() {
        return incremental
                ? sum.raw() + sum.compensation()
                : sum.raw() / count + sum.compensation() / count;
    }
}
