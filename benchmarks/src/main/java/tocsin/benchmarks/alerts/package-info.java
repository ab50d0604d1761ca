/// Alerts in bulk, and what the API answers meanwhile. May depend on the JDK only, so that the same
/// load can be put on any server that speaks the API.
@NullMarked
package tocsin.benchmarks.alerts;

import org.jspecify.annotations.NullMarked;
