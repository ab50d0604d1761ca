/// Sending over HTTP: `http_config`, and what an answer means for the next attempt. May depend on
/// `notify`, `yaml`.
@NullMarked
package tocsin.http;

import org.jspecify.annotations.NullMarked;
