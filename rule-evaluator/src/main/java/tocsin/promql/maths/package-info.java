/// Arithmetic with upstream's exact answers: sums that lose nothing, quantiles, Go's functions and
/// number formats. May depend on nothing.
@NullMarked
package tocsin.promql.maths;

import org.jspecify.annotations.NullMarked;
