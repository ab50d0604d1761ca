/// The command line: flags as Alertmanager has them, in kingpin's manners, turned into valid
/// `Options`. May depend on `server.log` only.
@NullMarked
package tocsin.server.cli;

import org.jspecify.annotations.NullMarked;
