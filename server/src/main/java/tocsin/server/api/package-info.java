/// Alertmanager's HTTP API, version 2, to the letter: JSON in, questions to the pipeline, JSON out.
/// Declares the port `Alerting`, which `server` joins to the pipeline. May depend on `labels`,
/// `alert`, `server.http`.
@NullMarked
package tocsin.server.api;

import org.jspecify.annotations.NullMarked;
