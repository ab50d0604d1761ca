/// The mesh as operators see it: its page under `/api/tocsin/v1` and its metrics. May depend on
/// `mesh`.
@NullMarked
package tocsin.server.cluster;

import org.jspecify.annotations.NullMarked;
