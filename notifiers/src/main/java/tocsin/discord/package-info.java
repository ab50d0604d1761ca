/// The Discord integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.discord;

import org.jspecify.annotations.NullMarked;
