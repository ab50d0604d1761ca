/// Records on disk that survive kill -9: appended, checksummed, fsynced in groups. May depend on
/// nothing.
@NullMarked
package tocsin.durable;

import org.jspecify.annotations.NullMarked;
