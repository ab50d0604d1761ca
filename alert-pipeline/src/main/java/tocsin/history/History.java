package tocsin.history;

import tocsin.labels.Fingerprint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/// The newest events, a bounded number of them: the oldest are forgotten first. Confined to one
/// loop.
public final class History {
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private final int limit;

    /// A history of at most `limit` events.
    public History(int limit) {
        this.limit = limit;
    }

    /// Adds an event.
    public void add(Event event) {
        if (limit == 0) {
            return;
        }
        if (events.size() >= limit) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    /// The newest events that pass, oldest first, at most `most`.
    public List<Event> find(Predicate<Event> wanted, int most) {
        var found = new ArrayList<Event>();
        for (Iterator<Event> i = events.descendingIterator();
                i.hasNext() && found.size() < most; ) {
            Event event = i.next();
            if (wanted.test(event)) {
                found.add(event);
            }
        }
        return found.reversed();
    }

    /// What happened to an alert, oldest first.
    public List<Event> of(Fingerprint alert, int most) {
        return find(event -> event.alerts().contains(alert), most);
    }
}
