package tocsin.storage.ingest;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The instruments of ingestion, under upstream's names.
public final class IngestMetrics {
    private final Counter invalidLabels;
    private final Counter exemplars;

    /// Instruments in a registry.
    public IngestMetrics(PrometheusRegistry registry) {
        invalidLabels =
                Counter.builder()
                        .name("prometheus_api_remote_write_invalid_labels_samples_total")
                        .help("Series of remote write left out for their labels.")
                        .register(registry);
        exemplars =
                Counter.builder()
                        .name("prometheus_tsdb_exemplar_exemplars_appended_total")
                        .help("Exemplars taken.")
                        .register(registry);
    }

    void invalidLabels() {
        invalidLabels.inc();
    }

    void exemplars(long count) {
        exemplars.inc(count);
    }
}
