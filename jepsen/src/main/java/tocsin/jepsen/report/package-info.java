/// What a run looked like, as a page: the verdicts, and a timeline with the faults drawn in. May
/// depend on `check`, `history`.
@NullMarked
package tocsin.jepsen.report;

import org.jspecify.annotations.NullMarked;
