package tocsin.storage.otlp;

import tocsin.labels.Labels;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;
import tocsin.storage.ingest.Metadata;
import tocsin.storage.ingest.Reasons;
import tocsin.storage.otlp.OtlpResource.Scope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Goes through an `ExportMetricsServiceRequest`: resources, their scopes, metrics, and points.
/// Fields may come in any order, so each message is read twice: for what describes it, and for what
/// it contains.
final class OtlpRequestReader {
    /// `target_info` of a longer span is written for its end only.
    private static final int MOST_TARGET_INFO = 300;

    private static final int GAUGE = 2;

    private final ProtoIn in;
    private final OtlpTranslation rules;
    private final OtlpNames names;
    private final OtlpPointWriter writer;
    private final Metadata metadata;
    private final Reasons reasons = new Reasons();
    private long stored;
    private long rejected;
    private long earliest;
    private long newest;

    OtlpRequestReader(
            byte[] message, OtlpTranslation rules, OtlpPointWriter writer, Metadata metadata) {
        this.in = new ProtoIn(message);
        this.rules = rules;
        this.names = new OtlpNames(rules);
        this.writer = writer;
        this.metadata = metadata;
    }

    void read() throws IOException {
        while (in.next()) {
            if (in.field() == 1) {
                int outer = in.enter();
                resource();
                in.leave(outer);
            } else {
                in.skip();
            }
        }
    }

    /// Data points that were stored.
    long stored() {
        return stored;
    }

    /// Data points that were not.
    long rejected() {
        return rejected;
    }

    /// Why the first of them were not.
    List<String> reasons() {
        return reasons.toList();
    }

    private void resource() throws IOException {
        int from = in.position();
        int to = in.end();
        var attributes = new ArrayList<OtlpAttribute>();
        while (in.next()) {
            if (in.field() == 1) {
                attributes(1, attributes);
            } else {
                in.skip();
            }
        }
        var resource = new OtlpResource(attributes, Map.of(), rules);
        earliest = Long.MAX_VALUE;
        newest = Long.MIN_VALUE;
        in.range(from, to);
        while (in.next()) {
            if (in.field() == 2) {
                int outer = in.enter();
                scope(resource);
                in.leave(outer);
            } else {
                in.skip();
            }
        }
        if (newest != Long.MIN_VALUE) {
            targetInfo(resource);
        }
    }

    /// The attributes of the nested message of the field, which are its field `number`.
    private void attributes(int number, List<OtlpAttribute> into) throws CorruptDataException {
        int outer = in.enter();
        while (in.next()) {
            if (in.field() == number) {
                OtlpAttribute.readInto(into, in);
            } else {
                in.skip();
            }
        }
        in.leave(outer);
    }

    private void targetInfo(OtlpResource resource) throws IOException {
        try {
            Optional<Labels> series = resource.targetInfo();
            if (series.isPresent()) {
                long interval = rules.lookback().toMillis() / 2;
                writer.targetInfo(series.get(), earliest, newest, interval, MOST_TARGET_INFO);
                metadata.put("target_info", GAUGE, "Target metadata", "");
            }
        } catch (RefusedPointException e) {
            reasons.add("target_info: " + e.getMessage());
        }
    }

    private void scope(OtlpResource resource) throws IOException {
        int from = in.position();
        int to = in.end();
        var scope = new Scope("", "", "", List.of());
        String schema = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> scope = readScope();
                case 3 -> schema = in.text();
                default -> in.skip();
            }
        }
        OtlpResource part = resource;
        String problem = "";
        try {
            part =
                    resource.of(
                            new Scope(scope.name(), scope.version(), schema, scope.attributes()));
        } catch (RefusedPointException e) {
            problem = "scope \"" + scope.name() + "\": " + e.getMessage();
        }
        in.range(from, to);
        while (in.next()) {
            if (in.field() == 2) {
                int outer = in.enter();
                metric(part, problem);
                in.leave(outer);
            } else {
                in.skip();
            }
        }
    }

    private Scope readScope() throws CorruptDataException {
        String name = "";
        String version = "";
        var attributes = new ArrayList<OtlpAttribute>();
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> version = in.text();
                case 3 -> OtlpAttribute.readInto(attributes, in);
                default -> in.skip();
            }
        }
        in.leave(outer);
        return new Scope(name, version, "", attributes);
    }

    private void metric(OtlpResource resource, String problemOfScope) throws IOException {
        OtlpMetric metric = OtlpMetric.read(in);
        int end = in.end();
        String name = "";
        String problem = problemOfScope;
        try {
            metric.check();
            name = names.metric(metric);
            metadata.put(name, metric.type(), metric.description(), names.unit(metric));
        } catch (RefusedPointException e) {
            problem = problem.isEmpty() ? String.valueOf(e.getMessage()) : problem;
        }
        in.range(metric.from(), metric.to());
        long points = 0;
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            points++;
            int outer = in.enter();
            if (problem.isEmpty()) {
                point(metric, name, resource);
            }
            in.leave(outer);
        }
        in.range(end, end);
        if (!problem.isEmpty() && points > 0) {
            rejected += points;
            refuse(metric, problem);
        }
    }

    private void point(OtlpMetric metric, String name, OtlpResource resource) throws IOException {
        int end = in.end();
        try {
            OtlpPoint point = new OtlpPointReader(in).read(metric.kind());
            long at = writer.write(name, resource, point);
            earliest = Math.min(earliest, at);
            newest = Math.max(newest, at);
            stored++;
        } catch (RefusedPointException e) {
            rejected++;
            refuse(metric, String.valueOf(e.getMessage()));
        }
        in.range(end, end);
    }

    private void refuse(OtlpMetric metric, String why) {
        reasons.add("metric \"" + metric.name() + "\": " + why);
    }
}
