package tocsin.integration;

import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

/// A kind of integration: how its part of `alertmanager.yml` becomes a notifier.
public interface IntegrationKind {
    /// The name, as in metrics and in the notification log: `webhook`. Its list in a receiver is
    /// `webhook_configs`.
    String name();

    /// Whether ends are told unless `send_resolved` says otherwise.
    boolean sendsResolved();

    /// Whether it opens something that must be closed again, silenced or not.
    default boolean closesIncidents() {
        return false;
    }

    /// Reads one element of the list; what is wrong becomes a problem of the fields.
    /// `send_resolved` has been read.
    Notifier read(Fields fields, Defaults defaults);
}
