/// What a matcher asks of an index: the values it names, or a test on each value. May depend on
/// `labels`.
@NullMarked
package tocsin.storage.match;

import org.jspecify.annotations.NullMarked;
