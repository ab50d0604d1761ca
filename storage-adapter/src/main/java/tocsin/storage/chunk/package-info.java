/// Runs of samples, compressed bit for bit as Prometheus does. May depend on `storage.codec`,
/// `promql.value`.
@NullMarked
package tocsin.storage.chunk;

import org.jspecify.annotations.NullMarked;
