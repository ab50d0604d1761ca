/// Metrics of OpenTelemetry, as its exporters send them by OTLP over HTTP. May depend on `labels`,
/// `promql.value`, `storage.codec`, `storage.head`, `storage.ingest`, `storage.local`.
@NullMarked
package tocsin.storage.otlp;

import org.jspecify.annotations.NullMarked;
