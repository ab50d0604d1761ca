package tocsin.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/// A number of the newest events, in memory: for simulations. Confined to one loop.
public final class MemoryHistory implements History {
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private final int limit;

    /// A history of at most `limit` events.
    public MemoryHistory(int limit) {
        this.limit = limit;
    }

    @Override
    public void add(Event event) {
        if (limit == 0) {
            return;
        }
        if (events.size() >= limit) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    @Override
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
}
