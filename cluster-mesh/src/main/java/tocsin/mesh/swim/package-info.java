/// Who is a member: SWIM with Lifeguard's corrections, as a state machine that knows neither
/// threads nor sockets. May depend on `loop` and `replica`.
@NullMarked
package tocsin.mesh.swim;

import org.jspecify.annotations.NullMarked;
