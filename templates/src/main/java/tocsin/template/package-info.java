/// Templates of notifications: Alertmanager's data, functions and default templates, over
/// `gotemplate`; and Mustache over the same data. May depend on `labels`, `alert`, `gotemplate`.
@NullMarked
package tocsin.template;

import org.jspecify.annotations.NullMarked;
