/// The wire between members: one authenticated and encrypted TCP stream for each direction of a
/// pair, with messages whose length is checked before memory is taken. May depend on nothing else
/// of the mesh.
@NullMarked
package tocsin.mesh.wire;

import org.jspecify.annotations.NullMarked;
