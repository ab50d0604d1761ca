/// OpenMetrics text, made into blocks. May depend on `labels`, `promql.value`, `storage.block`,
/// `storage.chunk`.
@NullMarked
package tocsin.storage.openmetrics;

import org.jspecify.annotations.NullMarked;
