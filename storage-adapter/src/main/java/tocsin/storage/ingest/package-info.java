/// Samples from outside: remote write, and what it is made of. May depend on `labels`,
/// `promql.value`, `storage.head`, `storage.local`.
@NullMarked
package tocsin.storage.ingest;

import org.jspecify.annotations.NullMarked;
