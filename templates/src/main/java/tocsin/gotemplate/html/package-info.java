/// What makes templates of HTML safe: the context of every action is found by walking the text
/// around it, and its pipeline gets the escapers that the context asks for. May depend on
/// `gotemplate.parse` and `gotemplate.value`.
@NullMarked
package tocsin.gotemplate.html;

import org.jspecify.annotations.NullMarked;
