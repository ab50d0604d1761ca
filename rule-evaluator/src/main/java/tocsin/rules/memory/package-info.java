/// Series in memory: where unit tests of rules and replays keep what they load and what rules
/// write. May depend on `rules` and `promql`.
@NullMarked
package tocsin.rules.memory;

import org.jspecify.annotations.NullMarked;
