/// From a flushed group to a delivered notification: the stages, the decision, the port to
/// integrations. May depend on `nflog`, `alert`, `labels`, `loop`, `replica`.
@NullMarked
package tocsin.notify;

import org.jspecify.annotations.NullMarked;
