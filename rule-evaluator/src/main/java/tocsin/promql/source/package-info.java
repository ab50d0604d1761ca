/// The port through which PromQL reads samples; every storage implements it. May depend on
/// `labels`, `promql.value`.
@NullMarked
package tocsin.promql.source;

import org.jspecify.annotations.NullMarked;
