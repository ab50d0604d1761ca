package tocsin.server.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which role a resource, or one method of it, needs. Without it a method that answers `GET` needs
/// a viewer, and every other an editor.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Needs {
    /// The least that will do.
    Role value();
}
