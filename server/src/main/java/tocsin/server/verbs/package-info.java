/// The client's verbs: what `amtool` and `promtool` do, with their flags, output and exit codes.
/// Open [Verbs] first. May depend on `labels`, `duration`, `yaml`, `config`, `routing`, `rules`,
/// `promql` and `server.cli`, and on nothing that belongs to a running member: a verb must start at
/// once.
@NullMarked
package tocsin.server.verbs;

import org.jspecify.annotations.NullMarked;
