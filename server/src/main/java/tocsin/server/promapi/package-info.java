/// Prometheus's HTTP API, version 1, as far as an evaluator of rules with a store of its own can
/// answer it: queries, rules, alerts, series, remote write, status. May depend on `labels`,
/// `promql.*`, `server.http`.
@NullMarked
package tocsin.server.promapi;

import org.jspecify.annotations.NullMarked;
