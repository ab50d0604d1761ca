/// Relabelling as Prometheus has it: rules that change, keep or drop label sets.
@NullMarked
package tocsin.relabel;

import org.jspecify.annotations.NullMarked;
