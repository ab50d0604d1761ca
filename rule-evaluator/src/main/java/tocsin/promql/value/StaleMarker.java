package tocsin.promql.value;

/// The one NaN that says "this series has ended". It is told from other NaNs by its bits.
public final class StaleMarker {
    /// The bits, as Prometheus writes them.
    public static final long BITS = 0x7ff0000000000002L;

    /// The value.
    public static final double VALUE = Double.longBitsToDouble(BITS);

    private StaleMarker() {}

    /// Whether a value is the marker.
    public static boolean is(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
