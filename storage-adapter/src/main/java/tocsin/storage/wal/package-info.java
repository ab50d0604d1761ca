/// The log of the head, in Prometheus's format: segments of pages of checked record fragments. May
/// depend on `labels`, `storage.chunk`, `storage.codec`.
@NullMarked
package tocsin.storage.wal;

import org.jspecify.annotations.NullMarked;
