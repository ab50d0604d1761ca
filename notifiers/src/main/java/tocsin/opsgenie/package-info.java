/// The Opsgenie integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.opsgenie;

import org.jspecify.annotations.NullMarked;
