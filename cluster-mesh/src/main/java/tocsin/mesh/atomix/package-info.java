/// Links by Atomix: SWIM membership and messages over Netty. May depend on `mesh`.
@NullMarked
package tocsin.mesh.atomix;

import org.jspecify.annotations.NullMarked;
