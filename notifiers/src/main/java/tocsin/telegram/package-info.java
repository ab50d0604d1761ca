/// The Telegram integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.telegram;

import org.jspecify.annotations.NullMarked;
