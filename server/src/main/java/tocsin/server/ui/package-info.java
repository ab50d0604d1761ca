/// The pages that people look at: HTML rendered here, complete without a script and refreshed by a
/// small one. Open [UserInterface] first. May depend on `server.api`, `server.promapi` (their
/// ports), `rules`, `labels`, `alert`, `duration`.
@NullMarked
package tocsin.server.ui;

import org.jspecify.annotations.NullMarked;
