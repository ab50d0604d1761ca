/// From files as people wrote them to valid domain objects: every problem in one report, with file,
/// line and field. May depend on everything but `server`.
@NullMarked
package tocsin.config;

import org.jspecify.annotations.NullMarked;
