/// Rule groups, their schedule, and the state machine of alerting rules. May depend on `promql.*`,
/// `alert`, `labels`, `loop`, `replica`, `yaml`.
@NullMarked
package tocsin.rules;

import org.jspecify.annotations.NullMarked;
