package tocsin.server.promapi;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the status pages say of the process and its configuration.
///
/// @param version of the Prometheus whose API this is; Grafana switches features by it
/// @param flags names without dashes, and values
/// @param config the configuration of the rule engine as YAML
/// @param retention of samples
/// @param gauges the measured values by the names of their metrics
public record ProcessView(
        String version,
        Instant started,
        SequencedMap<String, String> flags,
        Supplier<String> config,
        Duration retention,
        Function<String, OptionalDouble> gauges) {
    double gauge(String name) {
        return gauges.apply(name).orElse(0);
    }
}
