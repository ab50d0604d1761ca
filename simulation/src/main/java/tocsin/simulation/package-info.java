/// Whole meshes in virtual time under a seed: loss, delay, reordering, partitions, crashes with
/// torn writes, disks that refuse, clocks that jump. A seed that fails once fails always.
@NullMarked
package tocsin.simulation;

import org.jspecify.annotations.NullMarked;
