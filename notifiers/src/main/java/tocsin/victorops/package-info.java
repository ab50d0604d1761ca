/// The VictorOps (Splunk On-Call) integration. May depend on `integration`, `http`, `notify`,
/// `yaml`.
@NullMarked
package tocsin.victorops;

import org.jspecify.annotations.NullMarked;
