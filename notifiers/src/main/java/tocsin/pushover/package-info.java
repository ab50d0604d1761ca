/// The Pushover integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.pushover;

import org.jspecify.annotations.NullMarked;
