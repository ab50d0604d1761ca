/// Immutable blocks of samples on disk, in Prometheus's format: written, read, merged. May depend
/// on `labels`, `promql.source`, `promql.value`, `storage.chunk`, `storage.codec`, `storage.match`.
@NullMarked
package tocsin.storage.block;

import org.jspecify.annotations.NullMarked;
