/// The alerts themselves: one register per source, merged when read. May depend on `alert`,
/// `labels`, `loop`, `replica`.
@NullMarked
package tocsin.alerts;

import org.jspecify.annotations.NullMarked;
