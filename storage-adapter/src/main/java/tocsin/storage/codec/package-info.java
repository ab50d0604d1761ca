/// Bytes in and out: growable output, bounded input, bit streams. May depend on nothing of ours.
@NullMarked
package tocsin.storage.codec;

import org.jspecify.annotations.NullMarked;
