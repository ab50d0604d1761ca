/// Aggregation groups: which alerts are told together, and when. May depend on `alerts`, `routing`,
/// `notify`, `nflog`, `history`, `loop`, `replica`.
@NullMarked
package tocsin.dispatch;

import org.jspecify.annotations.NullMarked;
