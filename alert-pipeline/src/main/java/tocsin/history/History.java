package tocsin.history;

import tocsin.labels.Fingerprint;

import java.util.List;
import java.util.function.Predicate;

/// What happened, newest kept longest: a bounded memory of events. Adding never blocks; looking
/// may, and belongs on a thread that may wait.
public interface History {
    /// Adds an event.
    void add(Event event);

    /// The newest events that pass, oldest first, at most `most`.
    List<Event> find(Predicate<Event> wanted, int most);

    /// What happened to an alert, oldest first.
    default List<Event> of(Fingerprint alert, int most) {
        return find(event -> event.alerts().contains(alert), most);
    }
}
