/// Go's template language as text: lexer, parser, and the tree, which stays as parsed. Error
/// messages are Go's. May depend on `gotemplate.value`.
@NullMarked
package tocsin.gotemplate.parse;

import org.jspecify.annotations.NullMarked;
