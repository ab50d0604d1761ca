/// An interpreter for Go's template language: sets of named templates, the functions they may call,
/// and their bounded execution. May depend on `gotemplate.parse` and `gotemplate.value`.
@NullMarked
package tocsin.gotemplate;

import org.jspecify.annotations.NullMarked;
