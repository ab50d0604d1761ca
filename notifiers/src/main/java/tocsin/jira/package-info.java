/// The Jira integration: one issue for a group, created, updated, resolved, reopened. May depend on
/// `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.jira;

import org.jspecify.annotations.NullMarked;
