/// Storages elsewhere, as the configuration names them, joined to rules and to the API. May depend
/// on `config`, `http`, `promql.*`, `rules`, `storage.*`, `server.parts` never.
@NullMarked
package tocsin.server.storages;

import org.jspecify.annotations.NullMarked;
