/// The newest samples, in memory: series, their chunks, and the index of labels. May depend on
/// `labels`, `promql.source`, `promql.value`, `storage.chunk`, `storage.codec`.
@NullMarked
package tocsin.storage.head;

import org.jspecify.annotations.NullMarked;
