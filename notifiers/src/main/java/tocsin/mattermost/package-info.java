/// The Mattermost integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.mattermost;

import org.jspecify.annotations.NullMarked;
