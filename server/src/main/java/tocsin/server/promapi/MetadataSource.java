package tocsin.server.promapi;

import java.util.List;
import java.util.Map;

/// What senders said of metrics.
@FunctionalInterface
public interface MetadataSource {
    /// All descriptions, by metric.
    Map<String, List<Description>> all();

    /// One description of a metric.
    record Description(String type, String unit, String help) {}
}
