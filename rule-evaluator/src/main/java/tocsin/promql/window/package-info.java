/// Functions of ranges: each sees the samples of one series in one window. May depend on `labels`,
/// `promql.value`, `promql.maths` and `promql.histogram`.
@NullMarked
package tocsin.promql.window;

import org.jspecify.annotations.NullMarked;
