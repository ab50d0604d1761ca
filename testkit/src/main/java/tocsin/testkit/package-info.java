/// What tests share: a loop in virtual time, and a replicated map that stays at home. May depend on
/// the kernel only.
@NullMarked
package tocsin.testkit;

import org.jspecify.annotations.NullMarked;
