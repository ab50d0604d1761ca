/// The Webex integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.webex;

import org.jspecify.annotations.NullMarked;
