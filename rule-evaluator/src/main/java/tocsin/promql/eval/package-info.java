/// Evaluation: expressions are compiled into nodes, and each node gives columns, one value for each
/// series and step. Labels are looked at when series come or go, not when samples do. May depend on
/// all of `promql`.
@NullMarked
package tocsin.promql.eval;

import org.jspecify.annotations.NullMarked;
