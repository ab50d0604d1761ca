/// Alerts of rules on their way to Alertmanagers elsewhere, as Prometheus's notifier sends them:
/// discovery, relabelling, a queue for each, metrics under upstream's names.
@NullMarked
package tocsin.alertmanagers;

import org.jspecify.annotations.NullMarked;
