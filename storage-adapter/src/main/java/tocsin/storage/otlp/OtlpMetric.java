package tocsin.storage.otlp;

import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;

/// A metric of a message: what it is called and what it is; its points are read in place.
///
/// @param from where the message of its kind begins
/// @param to where that ends
record OtlpMetric(
        String name,
        String description,
        String unit,
        Kind kind,
        boolean isMonotonic,
        int temporality,
        int from,
        int to) {
    private static final int CUMULATIVE = 2;
    private static final int DELTA = 1;

    /// The kinds of metrics.
    enum Kind {
        GAUGE,
        SUM,
        HISTOGRAM,
        EXPONENTIAL,
        SUMMARY,
        UNKNOWN
    }

    private static Kind kind(int field) {
        return switch (field) {
            case 5 -> Kind.GAUGE;
            case 7 -> Kind.SUM;
            case 9 -> Kind.HISTOGRAM;
            case 10 -> Kind.EXPONENTIAL;
            case 11 -> Kind.SUMMARY;
            default -> Kind.UNKNOWN;
        };
    }

    /// Reads the nested message that the input is in.
    static OtlpMetric read(ProtoIn in) throws CorruptDataException {
        String name = "";
        String description = "";
        String unit = "";
        Kind kind = Kind.UNKNOWN;
        int from = 0;
        int to = 0;
        while (in.next()) {
            Kind named = kind(in.field());
            if (named != Kind.UNKNOWN) {
                kind = named;
                int length = in.length();
                from = in.position();
                to = from + length;
                in.pass(length);
                continue;
            }
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> description = in.text();
                case 3 -> unit = in.text();
                default -> in.skip();
            }
        }
        return new OtlpMetric(name, description, unit, kind, false, 0, from, to).withNature(in);
    }

    /// What stands behind the points, mostly, and must be known before them.
    private OtlpMetric withNature(ProtoIn in) throws CorruptDataException {
        int position = in.position();
        int end = in.end();
        int temporal = 0;
        boolean monotonic = false;
        in.range(from, to);
        while (in.next()) {
            if (in.field() == 2 && in.wire() == ProtoIn.VARINT) {
                temporal = (int) in.varint();
            } else if (in.field() == 3 && in.wire() == ProtoIn.VARINT) {
                monotonic = in.varint() != 0;
            } else {
                in.skip();
            }
        }
        in.range(position, end);
        return new OtlpMetric(name, description, unit, kind, monotonic, temporal, from, to);
    }

    boolean isCounter() {
        return kind == Kind.SUM && isMonotonic;
    }

    boolean isRatio() {
        return kind == Kind.GAUGE && unit.equals("1");
    }

    /// Upstream's number of its type.
    int type() {
        return switch (kind) {
            case GAUGE -> 2;
            case SUM -> isMonotonic ? 1 : 2;
            case HISTOGRAM, EXPONENTIAL -> 3;
            case SUMMARY -> 5;
            case UNKNOWN -> 0;
        };
    }

    /// Refuses what cannot be kept as series.
    void check() throws RefusedPointException {
        boolean hasTemporality =
                switch (kind) {
                    case SUM, HISTOGRAM, EXPONENTIAL -> true;
                    case GAUGE, SUMMARY -> false;
                    case UNKNOWN -> throw new RefusedPointException("a kind that is not known");
                };
        if (hasTemporality && temporality != CUMULATIVE) {
            throw new RefusedPointException(
                    (temporality == DELTA ? "delta temporality" : "no temporality")
                            + ", only cumulative can be stored: set the exporter's temporality"
                            + " preference to cumulative");
        }
    }
}
