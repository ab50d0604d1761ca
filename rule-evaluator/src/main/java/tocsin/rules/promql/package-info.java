/// Gives rules their expressions: PromQL, compiled once. May depend on `rules` and `promql`.
@NullMarked
package tocsin.rules.promql;

import org.jspecify.annotations.NullMarked;
