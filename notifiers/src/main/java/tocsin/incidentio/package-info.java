/// The incident.io integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.incidentio;

import org.jspecify.annotations.NullMarked;
