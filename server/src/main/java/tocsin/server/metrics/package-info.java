/// The exposition page, and the process's own metrics. May depend on nothing of Tocsin.
@NullMarked
package tocsin.server.metrics;

import org.jspecify.annotations.NullMarked;
