/// The alert as received: labels, annotations and the stretch of time in which its condition held.
/// May depend on `labels`.
@NullMarked
package tocsin.alert;

import org.jspecify.annotations.NullMarked;
