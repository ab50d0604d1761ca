/// Remote read, both ends: other servers read this store, and a store elsewhere is a source of
/// series here. May depend on `labels`, `promql.source`, `promql.value`, `storage.chunk`,
/// `storage.codec`, `storage.ingest`, `storage.local`, `storage.remote`.
@NullMarked
package tocsin.storage.read;

import org.jspecify.annotations.NullMarked;
