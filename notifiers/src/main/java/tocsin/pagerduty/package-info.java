/// The PagerDuty integration: Events API v2, and v1 where a service key is given. May depend on
/// `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.pagerduty;

import org.jspecify.annotations.NullMarked;
