/// The HTTP server: Dropwizard (Jetty, Jersey) set up from flags instead of its own YAML, and what
/// holds for every page: prefix, limits, compression, errors. May depend on nothing of Tocsin but
/// `labels`.
@NullMarked
package tocsin.server.http;

import org.jspecify.annotations.NullMarked;
