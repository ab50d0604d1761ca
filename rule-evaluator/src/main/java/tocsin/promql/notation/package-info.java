/// The notation of series in rule tests and PromQL scripts. May depend on `labels`, `promql.ast`,
/// `promql.parse`, `promql.value` and `promql.histogram`.
@NullMarked
package tocsin.promql.notation;

import org.jspecify.annotations.NullMarked;
