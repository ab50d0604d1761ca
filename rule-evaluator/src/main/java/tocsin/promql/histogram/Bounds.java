package tocsin.promql.histogram;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Upper bounds of exponential buckets, to the last digit as Prometheus has them.
///
/// Its table is literal and not correctly rounded: entry k of schema 8 is 2^(k/256)/2, moved by
/// some units in the last place, which are kept here; all other schemas are parts of it.
public final class Bounds {
    private static final String ULPS =
            "4444443444344444443244333333333344344434433344334433453344334433"
                    + "4444443333223423443444344443444444434544342244334333443434223333"
                    + "3434332233233433333333232322232244344433334234223322343323223323"
                    + "3312332322122212222222111100120133233222231133222312332222012211";
    private static final int FINEST = 8;
    private static final double[] TABLE = table();

    private Bounds() {}

    private static double[] table() {
        var precise = new MathContext(40, RoundingMode.HALF_EVEN);
        double[] table = new double[ULPS.length()];
        // 2^(1/256) by eight square roots, then its powers.
        BigDecimal root = BigDecimal.valueOf(2);
        for (int i = 0; i < FINEST; i++) {
            root = root.sqrt(precise);
        }
        BigDecimal power = new BigDecimal("0.5");
        for (int k = 0; k < table.length; k++) {
            double rounded = power.doubleValue();
            long bits = Double.doubleToRawLongBits(rounded) + (ULPS.charAt(k) - '4');
            table[k] = Double.longBitsToDouble(bits);
            power = power.multiply(root, precise);
        }
        return table;
    }

    static double[] fractions() {
        return TABLE.clone();
    }

    /// The upper bound of bucket `index` of a schema from -4 to 8.
    public static double upper(int index, int schema) {
        double bound;
        if (schema < 0) {
            bound = Math.scalb(1.0, (int) Math.clamp((long) index << -schema, -2000L, 2000L));
        } else {
            int within = index & ((1 << schema) - 1);
            double fraction = TABLE[within << (FINEST - schema)];
            bound = Math.scalb(fraction, (index >> schema) + 1);
        }
        boolean last = Double.isInfinite(bound) && !Double.isInfinite(before(index, schema));
        return last ? Double.MAX_VALUE : bound;
    }

    private static double before(int index, int schema) {
        if (schema < 0) {
            return Math.scalb(1.0, (int) Math.clamp((long) (index - 1) << -schema, -2000L, 2000L));
        }
        int previous = index - 1;
        int within = previous & ((1 << schema) - 1);
        return Math.scalb(TABLE[within << (FINEST - schema)], (previous >> schema) + 1);
    }
}
