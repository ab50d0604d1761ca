/// The Rocket.Chat integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.rocketchat;

import org.jspecify.annotations.NullMarked;
