/// Storages elsewhere: queries pushed down to any server with Prometheus's HTTP API, results
/// written back by remote write from a queue on disk. May depend on `labels`, `promql.ast`,
/// `promql.parse`, `rules`, `storage.codec`.
@NullMarked
package tocsin.storage.remote;

import org.jspecify.annotations.NullMarked;
