/// Inhibition: alerts that mute other alerts while they fire. May depend on `alert`, `labels`.
@NullMarked
package tocsin.inhibit;

import org.jspecify.annotations.NullMarked;
