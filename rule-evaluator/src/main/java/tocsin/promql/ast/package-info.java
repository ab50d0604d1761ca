/// PromQL expressions as a sealed tree, and how they are written. May depend on `labels`.
@NullMarked
package tocsin.promql.ast;

import org.jspecify.annotations.NullMarked;
