/// What people muted, by matchers and for a time. May depend on `labels`, `replica`, `loop`.
@NullMarked
package tocsin.silence;

import org.jspecify.annotations.NullMarked;
