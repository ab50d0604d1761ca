/// The Slack integration: incoming webhooks, and bot tokens with messages that are updated in place
/// and answered in their thread. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.slack;

import org.jspecify.annotations.NullMarked;
