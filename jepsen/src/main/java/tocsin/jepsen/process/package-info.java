/// Real processes under test: members of Tocsin, the peers beside them, and the sink that counts
/// pages. Waits on the wall clock, with deadlines, for that is where real processes live. May use
/// anything.
@NullMarked
package tocsin.jepsen.process;

import org.jspecify.annotations.NullMarked;
