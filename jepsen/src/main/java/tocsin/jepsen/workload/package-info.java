/// What clients do while faults happen: each workload invokes operations and notes how they went;
/// none judges. May depend on `process`, `history`.
@NullMarked
package tocsin.jepsen.workload;

import org.jspecify.annotations.NullMarked;
