/// Single-writer event loops: the only clock, the only timer and the only threads that own state.
/// May depend on nothing else of Tocsin.
@NullMarked
package tocsin.loop;

import org.jspecify.annotations.NullMarked;
