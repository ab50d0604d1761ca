/// What was last told about each group, by each integration. May depend on `labels`, `loop`,
/// `replica`.
@NullMarked
package tocsin.nflog;

import org.jspecify.annotations.NullMarked;
