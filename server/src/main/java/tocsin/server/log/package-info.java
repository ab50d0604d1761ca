/// Log lines on standard error, as logfmt or JSON, in upstream's layout. May depend on `labels`
/// (quoting).
@NullMarked
package tocsin.server.log;

import org.jspecify.annotations.NullMarked;
