/// What happened, as data: invocations, answers, faults and pages in order of time. Written by
/// workloads, judged later by checkers. Depends on nothing else of the harness.
@NullMarked
package tocsin.jepsen.history;

import org.jspecify.annotations.NullMarked;
