/// The Jepsen-style harness: real members, real faults, histories judged afterwards. May use
/// anything.
@NullMarked
package tocsin.jepsen;

import org.jspecify.annotations.NullMarked;
