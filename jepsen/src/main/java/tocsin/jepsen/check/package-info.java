/// Judges of histories: pure functions from what happened to a verdict. Unknown is never success.
/// May depend on `history`.
@NullMarked
package tocsin.jepsen.check;

import org.jspecify.annotations.NullMarked;
