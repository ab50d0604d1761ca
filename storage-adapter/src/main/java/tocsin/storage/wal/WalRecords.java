package tocsin.storage.wal;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.storage.codec.ByteIn;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;

/// The records of a log, as bytes.
public final class WalRecords {
    private static final int SERIES = 1;
    private static final int SAMPLES = 2;
    private static final int TOMBSTONES = 3;
    private static final int EXEMPLARS = 4;
    private static final int METADATA = 6;
    private static final int HISTOGRAMS = 7;
    private static final int FLOAT_HISTOGRAMS = 8;
    private static final int CUSTOM_HISTOGRAMS = 9;
    private static final int CUSTOM_FLOAT_HISTOGRAMS = 10;
    private static final int SAMPLES_V2 = 11;

    /// Upstream is far from it; a byte beyond is no type that will ever be added.
    private static final int LARGEST_TYPE = 31;

    private WalRecords() {}

    /// Begins a record of series; `series` adds to it.
    public static void beginSeries(ByteOut out) {
        out.clear().u8(SERIES);
    }

    /// Adds a series to a record.
    public static void series(ByteOut out, long ref, Labels labels) {
        out.u64(ref).uvarint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            out.text(labels.name(i)).text(labels.value(i));
        }
    }

    /// Begins a record of floats; `sample` adds to it.
    public static void beginSamples(ByteOut out, long baseRef, long baseTime) {
        out.clear().u8(SAMPLES).u64(baseRef).u64(baseTime);
    }

    /// Adds a float to a record.
    ///
    /// @param refChange its series, less that of the record
    /// @param timeChange its time, less that of the record
    public static void sample(ByteOut out, long refChange, long timeChange, long bits) {
        out.varint(refChange).varint(timeChange).u64(bits);
    }

    /// Begins a record of histograms with integer counts.
    public static void beginHistograms(ByteOut out, boolean custom, long baseRef, long baseTime) {
        out.clear().u8(custom ? CUSTOM_HISTOGRAMS : HISTOGRAMS).u64(baseRef).u64(baseTime);
    }

    /// Begins a record of histograms with float counts.
    public static void beginFloatHistograms(
            ByteOut out, boolean custom, long baseRef, long baseTime) {
        out.clear()
                .u8(custom ? CUSTOM_FLOAT_HISTOGRAMS : FLOAT_HISTOGRAMS)
                .u64(baseRef)
                .u64(baseTime);
    }

    /// Begins a record of deletions; `tombstone` adds to it.
    public static void beginTombstones(ByteOut out) {
        out.clear().u8(TOMBSTONES);
    }

    /// Adds a deletion.
    public static void tombstone(ByteOut out, long ref, long minTime, long maxTime) {
        out.u64(ref).varint(minTime).varint(maxTime);
    }

    /// A record of one exemplar.
    public static void exemplar(
            ByteOut out, long ref, long timestamp, double value, Labels labels) {
        out.clear().u8(EXEMPLARS).u64(ref).u64(timestamp).varint(0).varint(0).f64(value);
        out.uvarint(labels.size());
        labels.forEachLabel((name, text) -> out.text(name).text(text));
    }

    /// Reads a record. One of a kind that is not known is passed over.
    public static void read(ByteIn in, WalVisitor visitor) throws CorruptDataException {
        if (!in.hasMore()) {
            throw new CorruptDataException("an empty record");
        }
        int type = in.u8();
        switch (type) {
            case SERIES -> readSeries(in, visitor);
            case SAMPLES -> readSamples(in, visitor);
            case TOMBSTONES -> readTombstones(in, visitor);
            case EXEMPLARS -> readExemplars(in, visitor);
            case METADATA -> readMetadata(in, visitor);
            case HISTOGRAMS, CUSTOM_HISTOGRAMS -> readHistograms(in, visitor);
            case FLOAT_HISTOGRAMS, CUSTOM_FLOAT_HISTOGRAMS -> readFloatHistograms(in, visitor);
            case SAMPLES_V2 -> readSamplesV2(in, visitor);
            default -> {
                if (type > LARGEST_TYPE) {
                    throw new CorruptDataException("a record of type " + type);
                }
            }
        }
    }

    private static void readSeries(ByteIn in, WalVisitor visitor) throws CorruptDataException {
        while (in.hasMore()) {
            visitor.series(in.u64(), readLabels(in));
        }
    }

    private static Labels readLabels(ByteIn in) throws CorruptDataException {
        int count = in.count(2);
        var labels = new LabelsBuilder();
        for (int i = 0; i < count; i++) {
            labels.set(in.text(), in.text());
        }
        return labels.build();
    }

    private static void readExemplars(ByteIn in, WalVisitor visitor) throws CorruptDataException {
        long baseRef = in.hasMore() ? in.u64() : 0;
        long baseTime = in.hasMore() ? in.u64() : 0;
        while (in.hasMore()) {
            long ref = baseRef + in.varint();
            long timestamp = baseTime + in.varint();
            visitor.exemplar(ref, timestamp, in.f64(), readLabels(in));
        }
    }

    private static void readSamples(ByteIn in, WalVisitor visitor) throws CorruptDataException {
        if (!in.hasMore()) {
            return;
        }
        long baseRef = in.u64();
        long baseTime = in.u64();
        while (in.hasMore()) {
            long ref = baseRef + in.varint();
            long timestamp = baseTime + in.varint();
            visitor.sample(ref, timestamp, in.u64());
        }
    }

    private static void readSamplesV2(ByteIn in, WalVisitor visitor) throws CorruptDataException {
        if (!in.hasMore()) {
            return;
        }
        long ref = in.varint();
        long first = in.varint();
        in.varint();
        visitor.sample(ref, first, in.u64());
        while (in.hasMore()) {
            ref += in.varint();
            long timestamp = first + in.varint();
            int start = in.u8();
            if (start == 2) {
                in.varint();
            }
            visitor.sample(ref, timestamp, in.u64());
        }
    }

    private static void readTombstones(ByteIn in, WalVisitor visitor) throws CorruptDataException {
        while (in.hasMore()) {
            visitor.tombstone(in.u64(), in.varint(), in.varint());
        }
    }

    private static void readMetadata(ByteIn in, WalVisitor visitor) throws CorruptDataException {
        while (in.hasMore()) {
            long ref = in.uvarint();
            int type = in.u8();
            int fields = in.count(2);
            String unit = "";
            String help = "";
            for (int i = 0; i < fields; i++) {
                String name = in.text();
                String value = in.text();
                unit = name.equals("UNIT") ? value : unit;
                help = name.equals("HELP") ? value : help;
            }
            visitor.metadata(ref, type, unit, help);
        }
    }

    private static void readHistograms(ByteIn in, WalVisitor visitor) throws CorruptDataException {
        long baseRef = in.hasMore() ? in.u64() : 0;
        long baseTime = in.hasMore() ? in.u64() : 0;
        while (in.hasMore()) {
            long ref = baseRef + in.varint();
            long timestamp = baseTime + in.varint();
            visitor.histogram(ref, timestamp, HistogramRecords.readIntegers(in));
        }
    }

    private static void readFloatHistograms(ByteIn in, WalVisitor visitor)
            throws CorruptDataException {
        long baseRef = in.hasMore() ? in.u64() : 0;
        long baseTime = in.hasMore() ? in.u64() : 0;
        while (in.hasMore()) {
            long ref = baseRef + in.varint();
            long timestamp = baseTime + in.varint();
            visitor.histogram(ref, timestamp, HistogramRecords.readFloats(in));
        }
    }
}
