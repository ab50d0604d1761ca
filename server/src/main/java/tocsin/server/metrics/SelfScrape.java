package tocsin.server.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.rules.SampleSink.Sample;

import java.util.ArrayList;
import java.util.List;

/// Turns this member's own metrics into samples, as a scrape by Prometheus would: so that rules
/// over Tocsin itself work with nothing else installed.
public final class SelfScrape {
    private final PrometheusRegistry registry;
    private final String job;
    private final String instance;

    /// A scrape of this registry.
    ///
    /// @param instance the value of the label `instance`, host and port
    public SelfScrape(PrometheusRegistry registry, String job, String instance) {
        this.registry = registry;
        this.job = job;
        this.instance = instance;
    }

    /// All metrics as they are now, and `up`.
    public List<Sample> at(long timestampMillis) {
        var taken = new Taken(timestampMillis);
        for (MetricSnapshot metric : registry.scrape()) {
            String name = metric.getMetadata().getPrometheusName();
            switch (metric) {
                case CounterSnapshot counter ->
                        counter.getDataPoints()
                                .forEach(at ->
                                        taken.add(name + "_total", at, "", "", at.getValue()));
                case GaugeSnapshot gauge ->
                        gauge.getDataPoints()
                                .forEach(at -> taken.add(name, at, "", "", at.getValue()));
                case UnknownSnapshot unknown ->
                        unknown.getDataPoints()
                                .forEach(at -> taken.add(name, at, "", "", at.getValue()));
                case InfoSnapshot info ->
                        info.getDataPoints()
                                .forEach(at -> taken.add(name + "_info", at, "", "", 1));
                case HistogramSnapshot histogram ->
                        histogram.getDataPoints().forEach(at -> taken.histogram(name, at));
                case SummarySnapshot summary ->
                        summary.getDataPoints().forEach(at -> taken.summary(name, at));
                default -> {
                    // State sets are not used here.
                }
            }
        }
        taken.samples.add(new Sample(named("up").build(), timestampMillis, 1));
        return taken.samples;
    }

    private LabelsBuilder named(String name) {
        return Labels.EMPTY.toBuilder()
                .set(Labels.METRIC_NAME, name)
                .set("job", job)
                .set("instance", instance);
    }

    /// The samples of one scrape.
    private final class Taken {
        private final long at;
        private final List<Sample> samples = new ArrayList<>();

        Taken(long at) {
            this.at = at;
        }

        /// @param extra the name of one more label, or empty
        void add(String name, DataPointSnapshot point, String extra, String text, double value) {
            LabelsBuilder labels = named(name);
            var own = point.getLabels();
            for (int i = 0; i < own.size(); i++) {
                labels.set(own.getPrometheusName(i), own.getValue(i));
            }
            if (!extra.isEmpty()) {
                labels.set(extra, text);
            }
            samples.add(new Sample(labels.build(), at, value));
        }

        void histogram(String name, HistogramDataPointSnapshot point) {
            ClassicHistogramBuckets buckets = point.getClassicBuckets();
            long cumulative = 0;
            for (int i = 0; i < buckets.size(); i++) {
                cumulative += buckets.getCount(i);
                double bound = buckets.getUpperBound(i);
                String text = Double.isInfinite(bound) ? "+Inf" : Double.toString(bound);
                add(name + "_bucket", point, "le", text, (double) cumulative);
            }
            add(name + "_count", point, "", "", (double) point.getCount());
            add(name + "_sum", point, "", "", point.getSum());
        }

        void summary(String name, SummaryDataPointSnapshot point) {
            for (Quantile each : point.getQuantiles()) {
                String text = Double.toString(each.getQuantile());
                add(name, point, "quantile", text, each.getValue());
            }
            if (point.hasCount()) {
                add(name + "_count", point, "", "", (double) point.getCount());
            }
            if (point.hasSum()) {
                add(name + "_sum", point, "", "", point.getSum());
            }
        }
    }
}
