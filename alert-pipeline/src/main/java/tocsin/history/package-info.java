/// What happened to alerts and groups and why: the memory behind "why was I (not) paged?". May
/// depend on `labels`.
@NullMarked
package tocsin.history;

import org.jspecify.annotations.NullMarked;
