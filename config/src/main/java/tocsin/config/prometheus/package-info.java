/// A whole `prometheus.yml`, read far enough to say whether a Prometheus would take it. Open
/// [PrometheusFile] first. May depend on `http`, `labels`, `files`, `duration` and `yaml`.
@NullMarked
package tocsin.config.prometheus;

import org.jspecify.annotations.NullMarked;
