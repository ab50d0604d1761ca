/// State that members share: replicated maps, kept equal by acknowledged deltas and by comparison
/// of digests, over links that may lose, delay and reorder. May depend on `replica`, `loop`,
/// `durable`.
@NullMarked
package tocsin.mesh;

import org.jspecify.annotations.NullMarked;
