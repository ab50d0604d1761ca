/// What PromQL computes with: floats, native histograms, columns of samples. May depend on
/// `labels`.
@NullMarked
package tocsin.promql.value;

import org.jspecify.annotations.NullMarked;
