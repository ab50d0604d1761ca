package tocsin.storage.ingest;

import tocsin.labels.LabelsBuilder;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;
import tocsin.storage.head.Exemplars.Exemplar;

import java.io.IOException;

/// A `prometheus.WriteRequest`.
final class WriteRequestV1 {
    private final ProtoIn in;
    private final RawLabels labels;
    private final IngestMetrics metrics;
    private final Metadata metadata;

    WriteRequestV1(byte[] message, IngestMetrics metrics, Metadata metadata) {
        in = new ProtoIn(message);
        labels = new RawLabels(message);
        this.metrics = metrics;
        this.metadata = metadata;
    }

    void into(Tally tally) throws IOException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> series(tally);
                case 3 -> metadata();
                default -> in.skip();
            }
        }
    }

    private void series(Tally tally) throws IOException {
        int outer = in.enter();
        int from = in.position();
        int to = in.end();
        readLabels();
        in.range(from, to);
        boolean acceptable = !labels.isEmpty() && !labels.hasDuplicates() && labels.hasMetricName();
        if (!acceptable) {
            metrics.invalidLabels();
        } else if (tally.on(labels)) {
            while (in.next()) {
                switch (in.field()) {
                    case 2 -> sample(tally);
                    case 3 -> exemplar(tally);
                    case 4 -> {
                        int inner = in.enter();
                        HistogramIn histogram = HistogramIn.read(in);
                        in.leave(inner);
                        tally.histogram(labels, histogram);
                    }
                    default -> in.skip();
                }
            }
        }
        in.range(to, to);
        in.leave(outer);
    }

    private void readLabels() throws CorruptDataException {
        labels.clear();
        while (in.next()) {
            if (in.field() == 1) {
                label();
            } else {
                in.skip();
            }
        }
        labels.seal();
    }

    private void label() throws CorruptDataException {
        int outer = in.enter();
        int name = 0;
        int nameLength = 0;
        int value = 0;
        int valueLength = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    nameLength = in.length();
                    name = in.position();
                    in.pass(nameLength);
                }
                case 2 -> {
                    valueLength = in.length();
                    value = in.position();
                    in.pass(valueLength);
                }
                default -> in.skip();
            }
        }
        in.leave(outer);
        labels.add(name, nameLength, value, valueLength);
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

    /// What is wrong with an exemplar never fails a message of this version.
    private void exemplar(Tally tally) throws CorruptDataException {
        var own = new LabelsBuilder();
        double value = 0;
        long timestamp = 0;
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> exemplarLabel(own);
                case 2 -> value = in.f64();
                case 3 -> timestamp = in.varint();
                default -> in.skip();
            }
        }
        in.leave(outer);
        String _ = tally.exemplar(new Exemplar(own.build(), value, timestamp));
    }

    private void exemplarLabel(LabelsBuilder into) throws CorruptDataException {
        String name = "";
        String value = "";
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> value = in.text();
                default -> in.skip();
            }
        }
        in.leave(outer);
        into.set(name, value);
    }

    private void metadata() throws CorruptDataException {
        int outer = in.enter();
        int type = 0;
        String metric = "";
        String help = "";
        String unit = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = (int) in.varint();
                case 2 -> metric = in.text();
                case 4 -> help = in.text();
                case 5 -> unit = in.text();
                default -> in.skip();
            }
        }
        in.leave(outer);
        if (!metric.isEmpty()) {
            metadata.put(metric, type, help, unit);
        }
    }
}
