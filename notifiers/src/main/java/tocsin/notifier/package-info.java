/// The list of integrations. May depend on its own, and on nothing that they do not.
@NullMarked
package tocsin.notifier;

import org.jspecify.annotations.NullMarked;
