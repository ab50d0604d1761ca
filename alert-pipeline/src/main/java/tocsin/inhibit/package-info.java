/// Inhibition: alerts that mute other alerts while they fire. May depend on `alert`, `alerts`,
/// `labels`.
@NullMarked
package tocsin.inhibit;

import org.jspecify.annotations.NullMarked;
