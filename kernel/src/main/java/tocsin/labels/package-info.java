/// Label sets, matchers over them and the fingerprints that identify them. Everything an alert or a
/// series is known by. May depend on nothing else of Tocsin.
@NullMarked
package tocsin.labels;

import org.jspecify.annotations.NullMarked;
