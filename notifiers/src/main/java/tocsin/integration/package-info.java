/// The kinds of integration there are, and what they have in common. May depend on `notify`,
/// `yaml`, `http`.
@NullMarked
package tocsin.integration;

import org.jspecify.annotations.NullMarked;
