/// "Why was I (not) paged?": how it stands with an alert, and what happened before. May depend on
/// `pipeline`, `history`, `labels`, `alert`.
@NullMarked
package tocsin.server.explain;

import org.jspecify.annotations.NullMarked;
