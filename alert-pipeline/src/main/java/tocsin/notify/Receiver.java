package tocsin.notify;

import tocsin.labels.Labels;

import java.util.List;

/// Where a route leads: a name and the ways in which it is told.
///
/// @param labels by which the API filters, the label `name` among them
public record Receiver(String name, Labels labels, List<Integration> integrations) {
    /// Copies the integrations.
    public Receiver {
        integrations = List.copyOf(integrations);
        labels = labels.with("name", name);
    }

    /// A receiver without labels of its own.
    public Receiver(String name, List<Integration> integrations) {
        this(name, Labels.EMPTY, integrations);
    }
}
