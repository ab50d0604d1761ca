package tocsin.integration;

import tocsin.notify.Notification;

/// The language that an installation's templates are written in, with the templates it has defined.
@FunctionalInterface
public interface Wording {
    /// Templates over one notification.
    Words about(Notification notification);
}
