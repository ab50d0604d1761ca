/// Rules run over history in virtual time. May depend on `rules`, `rules.memory`, `rules.promql`,
/// `promql` and the kernel.
@NullMarked
package tocsin.rules.replay;

import org.jspecify.annotations.NullMarked;
