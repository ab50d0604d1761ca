/// The Microsoft Teams integrations: connectors, and the workflows that came after them. May depend
/// on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.msteams;

import org.jspecify.annotations.NullMarked;
