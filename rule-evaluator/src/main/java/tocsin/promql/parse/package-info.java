/// From text to a checked expression, with upstream's error messages. May depend on `promql.ast`.
@NullMarked
package tocsin.promql.parse;

import org.jspecify.annotations.NullMarked;
