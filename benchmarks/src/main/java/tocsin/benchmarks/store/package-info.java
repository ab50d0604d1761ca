/// The store side by side with others: one load, by remote write, for each of them.
@NullMarked
package tocsin.benchmarks.store;

import org.jspecify.annotations.NullMarked;
