/// The whole way from rule to receiver in virtual time: replays over history, and what unit tests
/// say of routing. Nothing leaves the process.
@NullMarked
package tocsin.server.replay;

import org.jspecify.annotations.NullMarked;
