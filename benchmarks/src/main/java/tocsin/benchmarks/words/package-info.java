/// Words: what templates cost.
@NullMarked
package tocsin.benchmarks.words;

import org.jspecify.annotations.NullMarked;
