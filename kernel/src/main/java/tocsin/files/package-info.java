/// Finding files as the peers' configuration files name them.
@NullMarked
package tocsin.files;

import org.jspecify.annotations.NullMarked;
