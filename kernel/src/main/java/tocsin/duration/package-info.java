/// Durations as Prometheus and Alertmanager write them: `1h30m`. May depend on nothing else of
/// Tocsin.
@NullMarked
package tocsin.duration;

import org.jspecify.annotations.NullMarked;
