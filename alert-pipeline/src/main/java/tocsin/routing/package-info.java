/// The routing tree: which receivers an alert reaches and how alerts are grouped on the way. May
/// depend on `labels`.
@NullMarked
package tocsin.routing;

import org.jspecify.annotations.NullMarked;
