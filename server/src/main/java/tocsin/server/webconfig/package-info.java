/// The file of `--web.config.file`, in the format of Prometheus's exporter toolkit: encryption,
/// users, headers and a limit on requests of the HTTP server. Read anew when it changes. May depend
/// on `http`, `yaml`, and the PEM reader of `tocsin.http`.
@NullMarked
package tocsin.server.webconfig;

import org.jspecify.annotations.NullMarked;
