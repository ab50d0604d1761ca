/// Faults of real clusters and the schedule that deals them out by seed. Each can be undone, and
/// all are undone at the end. May depend on `process`, `history`.
@NullMarked
package tocsin.jepsen.fault;

import org.jspecify.annotations.NullMarked;
