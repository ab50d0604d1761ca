/// What is computed with histograms, native and classic. May depend on `promql.value` and
/// `promql.maths`.
@NullMarked
package tocsin.promql.histogram;

import org.jspecify.annotations.NullMarked;
