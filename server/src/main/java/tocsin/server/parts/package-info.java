/// The parts of a member, each opened in one step and joined to the others by
/// [tocsin.server.Assembly]: configuration, mesh, pipeline. May depend on everything but the
/// resources.
@NullMarked
package tocsin.server.parts;

import org.jspecify.annotations.NullMarked;
