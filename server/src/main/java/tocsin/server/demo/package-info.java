/// What a new user meets first: `tocsin demo`, and the built-in receiver. May depend on `loop`, and
/// starts the server as its `Main` does.
@NullMarked
package tocsin.server.demo;

import org.jspecify.annotations.NullMarked;
