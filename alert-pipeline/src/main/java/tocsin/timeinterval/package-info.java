/// When a route may speak: named stretches of the calendar. May depend on nothing else of Tocsin.
@NullMarked
package tocsin.timeinterval;

import org.jspecify.annotations.NullMarked;
