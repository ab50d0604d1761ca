/// YAML that remembers its lines, and a collector that reports every problem of a file at once. May
/// depend on `duration`.
@NullMarked
package tocsin.yaml;

import org.jspecify.annotations.NullMarked;
