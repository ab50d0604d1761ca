/// The e-mail integration: a message of text and HTML parts over SMTP, with STARTTLS or TLS from
/// the start. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.email;

import org.jspecify.annotations.NullMarked;
