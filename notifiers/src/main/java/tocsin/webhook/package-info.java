/// The webhook integration. May depend on `integration`, `http`, `notify`.
@NullMarked
package tocsin.webhook;

import org.jspecify.annotations.NullMarked;
