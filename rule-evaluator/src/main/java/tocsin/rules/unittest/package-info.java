/// Unit tests of rules: promtool's files, and what Tocsin adds to them. May depend on `rules`,
/// `promql` and the kernel.
@NullMarked
package tocsin.rules.unittest;

import org.jspecify.annotations.NullMarked;
