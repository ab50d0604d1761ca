/// PromQL side by side with a real Prometheus: the same samples and the same queries over HTTP.
@NullMarked
package tocsin.benchmarks.promql;

import org.jspecify.annotations.NullMarked;
