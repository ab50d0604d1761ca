/// Puts Tocsin together: `Main` reads the flags, `Assembly` opens everything in one straight line,
/// `Lifecycle` closes it in reverse. May depend on everything.
@NullMarked
package tocsin.server;

import org.jspecify.annotations.NullMarked;
