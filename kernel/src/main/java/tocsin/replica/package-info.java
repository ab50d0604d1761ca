/// The port through which the rest of Tocsin sees state that members share: replicated maps of
/// small immutable entries. Declared here, implemented by `cluster-mesh`, used by the pipeline and
/// the rules. May depend on `loop`, `labels`.
@NullMarked
package tocsin.replica;

import org.jspecify.annotations.NullMarked;
