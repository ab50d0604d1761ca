/// What is on its way out, over HTTP: letters, how receivers do, tests of them, and what templates
/// see of a group. Declares the port [Outgoing].
@NullMarked
package tocsin.server.outbox;

import org.jspecify.annotations.NullMarked;
