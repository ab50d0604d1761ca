/// Links by Atomix: SWIM membership and messages, over our own wire. May depend on `mesh` and
/// `mesh.wire`.
@NullMarked
package tocsin.mesh.atomix;

import org.jspecify.annotations.NullMarked;
