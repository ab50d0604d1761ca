package tocsin.config;

import tocsin.yaml.Fields;

import java.util.List;
import java.util.Optional;

/// Checks `tracing` and `event_recorder` as upstream does, so that a file which has them is
/// accepted, and a mistake in them told. Tocsin does neither: it says so in a warning, and keeps a
/// history of its own.
final class TracingReader {
    private static final List<String> OUTPUTS =
            List.of("file_outputs", "stdout_outputs", "webhook_outputs", "kafka_outputs");

    private TracingReader() {}

    /// Checks both; the warnings are for the log.
    static List<String> read(Fields top) {
        Optional<String> traced = top.fields("tracing").map(TracingReader::tracing);
        Optional<String> recorded = top.fields("event_recorder").map(TracingReader::recorder);
        return java.util.stream.Stream.of(traced, recorded).flatMap(Optional::stream).toList();
    }

    private static String tracing(Fields fields) {
        String client = fields.text("client_type", "grpc");
        if (!client.equals("grpc") && !client.equals("http")) {
            fields.problem(
                    "client_type",
                    "expected tracing client type to be to be http or grpc, but got " + client);
        }
        if (fields.text("endpoint", "").isEmpty()) {
            fields.problem("endpoint", "tracing endpoint must be set");
        }
        fields.parsed("sampling_fraction", Double::valueOf);
        fields.bool("insecure");
        fields.node("tls_config");
        fields.node("headers");
        String compression = fields.text("compression", "");
        if (!compression.isEmpty() && !compression.equals("gzip")) {
            fields.problem(
                    "compression",
                    "invalid compression type " + compression + " provided, valid options: gzip");
        }
        fields.duration("timeout");
        fields.done("tracing");
        return "tracing is checked and otherwise ignored: no traces are sent";
    }

    private static String recorder(Fields fields) {
        OUTPUTS.forEach(fields::node);
        fields.done("event_recorder");
        return "event_recorder is ignored: what happened is at /api/tocsin/v1/history";
    }
}
