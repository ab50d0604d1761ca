package tocsin.storage.otlp;

import tocsin.labels.LabelsBuilder;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;
import tocsin.storage.head.Exemplars.Exemplar;
import tocsin.storage.otlp.OtlpPoint.Basis;
import tocsin.storage.otlp.OtlpPoint.Buckets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;

/// Reads the data points of a message, one after the other. Points of the four kinds number the
/// same fields differently; this keeps the numbers.
final class OtlpPointReader {
    private static final int NO_RECORDED_VALUE = 1;
    private static final int MOST_EXEMPLAR_CHARACTERS = 128;

    /// More than any exporter makes: what a point may have before it is refused.
    private static final int MOST_BUCKETS = 10_000;

    private final ProtoIn in;
    private final List<OtlpAttribute> attributes = new ArrayList<>();
    private final List<Exemplar> exemplars = new ArrayList<>();
    private long nanos;
    private int flags;
    private boolean tooMany;

    OtlpPointReader(ProtoIn in) {
        this.in = in;
    }

    /// Reads the nested message that the input is in.
    OtlpPoint read(OtlpMetric.Kind kind) throws CorruptDataException, RefusedPointException {
        OtlpPoint point =
                switch (kind) {
                    case GAUGE, SUM -> number();
                    case HISTOGRAM -> histogram();
                    case EXPONENTIAL -> exponential();
                    case SUMMARY -> summary();
                    case UNKNOWN -> throw new RefusedPointException("a kind that is not known");
                };
        if (tooMany) {
            throw new RefusedPointException("more than " + MOST_BUCKETS + " buckets");
        }
        return point;
    }

    private Basis basis() {
        boolean isEnd = (flags & NO_RECORDED_VALUE) != 0;
        return new Basis(List.copyOf(attributes), nanos, isEnd, List.copyOf(exemplars));
    }

    private OtlpPoint number() throws CorruptDataException {
        OptionalDouble value = OptionalDouble.empty();
        while (in.next()) {
            switch (in.field()) {
                case 3 -> nanos = in.fixed64();
                case 4 -> value = OptionalDouble.of(in.f64());
                case 5 -> exemplar();
                case 6 -> value = OptionalDouble.of((double) in.fixed64());
                case 7 -> OtlpAttribute.readInto(attributes, in);
                case 8 -> flags = (int) in.varint();
                default -> in.skip();
            }
        }
        return new OtlpPoint.Single(basis(), value);
    }

    private OtlpPoint histogram() throws CorruptDataException {
        long count = 0;
        OptionalDouble sum = OptionalDouble.empty();
        var counts = new Longs();
        var bounds = new Longs();
        while (in.next()) {
            switch (in.field()) {
                case 3 -> nanos = in.fixed64();
                case 4 -> count = in.fixed64();
                case 5 -> sum = OptionalDouble.of(in.f64());
                case 6 -> counts.fixed();
                case 7 -> bounds.fixed();
                case 8 -> exemplar();
                case 9 -> OtlpAttribute.readInto(attributes, in);
                case 10 -> flags = (int) in.varint();
                default -> in.skip();
            }
        }
        return new OtlpPoint.Histogram(basis(), count, sum, counts.toArray(), bounds.toDoubles());
    }

    private OtlpPoint exponential() throws CorruptDataException {
        long count = 0;
        OptionalDouble sum = OptionalDouble.empty();
        int scale = 0;
        long zeroCount = 0;
        double zeroThreshold = 0;
        Buckets positive = Buckets.NONE;
        Buckets negative = Buckets.NONE;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> OtlpAttribute.readInto(attributes, in);
                case 3 -> nanos = in.fixed64();
                case 4 -> count = in.fixed64();
                case 5 -> sum = OptionalDouble.of(in.f64());
                case 6 -> scale = (int) in.zigzag();
                case 7 -> zeroCount = in.fixed64();
                case 8 -> positive = buckets();
                case 9 -> negative = buckets();
                case 10 -> flags = (int) in.varint();
                case 11 -> exemplar();
                case 14 -> zeroThreshold = in.f64();
                default -> in.skip();
            }
        }
        return new OtlpPoint.Exponential(
                basis(), count, sum, scale, zeroCount, zeroThreshold, positive, negative);
    }

    private Buckets buckets() throws CorruptDataException {
        int offset = 0;
        var counts = new Longs();
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> offset = (int) in.zigzag();
                case 2 -> counts.varints();
                default -> in.skip();
            }
        }
        in.leave(outer);
        return new Buckets(offset, counts.toArray());
    }

    private OtlpPoint summary() throws CorruptDataException {
        long count = 0;
        double sum = 0;
        var quantiles = new Longs();
        var values = new Longs();
        while (in.next()) {
            switch (in.field()) {
                case 3 -> nanos = in.fixed64();
                case 4 -> count = in.fixed64();
                case 5 -> sum = in.f64();
                case 6 -> quantile(quantiles, values);
                case 7 -> OtlpAttribute.readInto(attributes, in);
                case 8 -> flags = (int) in.varint();
                default -> in.skip();
            }
        }
        return new OtlpPoint.Summary(
                basis(), count, sum, quantiles.toDoubles(), values.toDoubles());
    }

    private void quantile(Longs quantiles, Longs values) throws CorruptDataException {
        double quantile = 0;
        double value = 0;
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> quantile = in.f64();
                case 2 -> value = in.f64();
                default -> in.skip();
            }
        }
        in.leave(outer);
        quantiles.add(Double.doubleToRawLongBits(quantile));
        values.add(Double.doubleToRawLongBits(value));
    }

    private void exemplar() throws CorruptDataException {
        var filtered = new ArrayList<OtlpAttribute>();
        var labels = new LabelsBuilder();
        int characters = 0;
        double value = 0;
        long at = 0;
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 2 -> at = in.fixed64();
                case 3 -> value = in.f64();
                case 4 -> labels.set("span_id", HexFormat.of().formatHex(in.raw()));
                case 5 -> labels.set("trace_id", HexFormat.of().formatHex(in.raw()));
                case 6 -> value = (double) in.fixed64();
                case 7 -> OtlpAttribute.readInto(filtered, in);
                default -> in.skip();
            }
        }
        in.leave(outer);
        var ids = labels.build();
        for (int i = 0; i < ids.size(); i++) {
            characters += ids.name(i).length() + ids.value(i).length();
        }
        for (OtlpAttribute each : filtered) {
            characters += each.name().codePointCount(0, each.name().length());
            characters += each.text().codePointCount(0, each.text().length());
        }
        if (characters <= MOST_EXEMPLAR_CHARACTERS) {
            filtered.forEach(each -> labels.set(each.name(), each.text()));
        }
        exemplars.add(new Exemplar(labels.build(), value, millis(at)));
    }

    static long millis(long nanos) {
        return Long.divideUnsigned(nanos, 1_000_000);
    }

    /// Numbers of a repeated field; floats by their bits.
    private final class Longs {
        private long[] values = new long[16];
        private int size;

        void add(long value) {
            if (size == MOST_BUCKETS) {
                tooMany = true;
                return;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        void fixed() throws CorruptDataException {
            if (in.wire() == ProtoIn.FIXED64) {
                add(in.fixed64());
                return;
            }
            int outer = in.enter();
            while (in.position() < in.end()) {
                add(in.fixed64());
            }
            in.leave(outer);
        }

        void varints() throws CorruptDataException {
            if (in.wire() == ProtoIn.VARINT) {
                add(in.varint());
                return;
            }
            int outer = in.enter();
            while (in.position() < in.end()) {
                add(in.varint());
            }
            in.leave(outer);
        }

        long[] toArray() {
            return Arrays.copyOf(values, size);
        }

        double[] toDoubles() {
            double[] doubles = new double[size];
            for (int i = 0; i < size; i++) {
                doubles[i] = Double.longBitsToDouble(values[i]);
            }
            return doubles;
        }
    }
}
