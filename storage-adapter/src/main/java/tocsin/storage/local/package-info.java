/// The embedded store: one folder, opened once. May depend on `labels`, `promql.source`, `rules`,
/// `storage.head`, `storage.wal`, `storage.block`.
@NullMarked
package tocsin.storage.local;

import org.jspecify.annotations.NullMarked;
