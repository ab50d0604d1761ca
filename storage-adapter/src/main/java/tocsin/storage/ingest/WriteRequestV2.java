package tocsin.storage.ingest;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;
import tocsin.storage.head.Exemplars.Exemplar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An `io.prometheus.write.v2.Request`: strings once, labels by reference.
final class WriteRequestV2 {
    private final byte[] message;
    private final ProtoIn in;
    private final RawLabels labels;
    private final IngestMetrics metrics;
    private final Metadata metadata;
    private int[] symbols = new int[2 * 256];
    private int symbolCount;
    private int[] refs = new int[64];
    private int refCount;
    private boolean refsBroken;

    WriteRequestV2(byte[] message, IngestMetrics metrics, Metadata metadata) {
        this.message = message;
        in = new ProtoIn(message);
        labels = new RawLabels(message);
        this.metrics = metrics;
        this.metadata = metadata;
    }

    void into(Tally tally) throws IOException {
        readSymbols();
        in.range(0, message.length);
        while (in.next()) {
            if (in.field() == 5) {
                series(tally);
            } else {
                in.skip();
            }
        }
    }

    /// Symbols may stand anywhere in the message, so they are gathered first.
    private void readSymbols() throws CorruptDataException {
        while (in.next()) {
            if (in.field() != 4) {
                in.skip();
                continue;
            }
            int length = in.length();
            if (2 * symbolCount == symbols.length) {
                symbols = Arrays.copyOf(symbols, 2 * symbols.length);
            }
            symbols[2 * symbolCount] = in.position();
            symbols[2 * symbolCount + 1] = length;
            symbolCount++;
            in.pass(length);
        }
        if (symbolCount > 0 && symbols[1] != 0) {
            throw in.wrong("the first symbol is not the empty string");
        }
    }

    private void series(Tally tally) throws IOException {
        int outer = in.enter();
        int from = in.position();
        int to = in.end();
        readRefs();
        in.range(from, to);
        String problem = problem();
        if (problem != null) {
            metrics.invalidLabels();
            tally.reasons.add(problem);
        } else {
            contents(tally, to);
        }
        in.range(to, to);
        in.leave(outer);
    }

    private @Nullable String problem() {
        if (refsBroken) {
            return "parsing labels for series "
                    + Arrays.toString(Arrays.copyOf(refs, Math.min(refCount, 32)))
                    + ": labels refs are not pairs of the "
                    + symbolCount
                    + " symbols";
        }
        if (labels.hasDuplicates()) {
            return "invalid labels for series, labels " + labels + ", duplicated label";
        }
        return labels.hasMetricName() ? null : "invalid metric name or labels, got " + labels;
    }

    private void contents(Tally tally, int to) throws IOException {
        int from = in.position();
        boolean any = false;
        while (in.next()) {
            any |= in.field() == 2 || in.field() == 3;
            in.skip();
        }
        in.range(from, to);
        if (!any) {
            tally.reasons.add(
                    "TimeSeries must contain at least one sample or histogram for series "
                            + labels);
            return;
        }
        if (!tally.on(labels)) {
            return;
        }
        while (in.next()) {
            switch (in.field()) {
                case 2 -> sample(tally);
                case 3 -> {
                    int inner = in.enter();
                    HistogramIn histogram = HistogramIn.read(in);
                    in.leave(inner);
                    tally.histogram(labels, histogram);
                }
                case 4 -> exemplar(tally);
                case 5 -> metadata(tally);
                default -> in.skip();
            }
        }
    }

    private void readRefs() throws CorruptDataException {
        refCount = 0;
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
            } else if (in.wire() == ProtoIn.VARINT) {
                ref(in.varint());
            } else {
                int outer = in.enter();
                while (in.position() < in.end()) {
                    ref(in.varint());
                }
                in.leave(outer);
            }
        }
        labels.clear();
        refsBroken = refCount % 2 != 0;
        for (int i = 0; i < refCount && !refsBroken; i += 2) {
            refsBroken = isUnknown(refs[i]) || isUnknown(refs[i + 1]);
            if (!refsBroken) {
                int name = 2 * refs[i];
                int value = 2 * refs[i + 1];
                labels.add(symbols[name], symbols[name + 1], symbols[value], symbols[value + 1]);
            }
        }
        labels.seal();
    }

    private void ref(long value) {
        if (refCount == refs.length) {
            refs = Arrays.copyOf(refs, 2 * refCount);
        }
        refs[refCount++] = (int) Math.min(value & Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    private boolean isUnknown(int ref) {
        return ref < 0 || ref >= symbolCount;
    }

    private void sample(Tally tally) throws IOException {
        double value = 0;
        long timestamp = 0;
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    in.expect(ProtoIn.FIXED64);
                    value = in.f64();
                }
                case 2 -> {
                    in.expect(ProtoIn.VARINT);
                    timestamp = in.varint();
                }
                default -> in.skip();
            }
        }
        in.leave(outer);
        tally.sample(labels, timestamp, value);
    }

    private void exemplar(Tally tally) throws CorruptDataException {
        var own = new LabelsBuilder();
        double value = 0;
        long timestamp = 0;
        var pairs = new ArrayList<Integer>();
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> exemplarRefs(pairs);
                case 2 -> value = in.f64();
                case 3 -> timestamp = in.varint();
                default -> in.skip();
            }
        }
        in.leave(outer);
        if (pairs.size() % 2 != 0 || pairs.stream().anyMatch(this::isUnknown)) {
            tally.reasons.add("parsing labels for exemplar of series " + labels);
            return;
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            own.set(text(pairs.get(i)), text(pairs.get(i + 1)));
        }
        String problem = tally.exemplar(new Exemplar(own.build(), value, timestamp));
        if (!problem.isEmpty()) {
            tally.reasons.add(problem + " for series " + labels);
        }
    }

    private void exemplarRefs(List<Integer> into) throws CorruptDataException {
        if (in.wire() == ProtoIn.VARINT) {
            into.add((int) in.varint());
            return;
        }
        int outer = in.enter();
        while (in.position() < in.end()) {
            into.add((int) in.varint());
        }
        in.leave(outer);
    }

    private void metadata(Tally tally) throws CorruptDataException {
        int type = 0;
        int help = 0;
        int unit = 0;
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = (int) in.varint();
                case 3 -> help = (int) in.varint();
                case 4 -> unit = (int) in.varint();
                default -> in.skip();
            }
        }
        in.leave(outer);
        if (isUnknown(help) || isUnknown(unit)) {
            tally.reasons.add("parsing metadata for series " + labels + ": unknown symbol");
        } else if (type != 0 || help != 0 || unit != 0) {
            metadata.put(metric(), type, text(help), text(unit));
        }
    }

    private String metric() {
        for (int i = 0; i + 1 < refCount; i += 2) {
            if (text(refs[i]).equals(Labels.METRIC_NAME)) {
                return text(refs[i + 1]);
            }
        }
        return "";
    }

    private String text(int symbol) {
        return new String(
                message, symbols[2 * symbol], symbols[2 * symbol + 1], StandardCharsets.UTF_8);
    }
}
