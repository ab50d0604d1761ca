/// The values that templates see: a small closed model of Go's, with Go's names of types, its
/// printing and its `printf`. Strings are byte strings to templates, so lengths and indices count
/// UTF-8 bytes. Depends on nothing.
@NullMarked
package tocsin.gotemplate.value;

import org.jspecify.annotations.NullMarked;
