package tocsin.history;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Writes events down, but not what merely goes on: that a group is still silenced by the same
/// silence, or still has nothing new to tell, is told once and not at each flush. Confined to one
/// loop.
public final class Recorder {
    /// Groups whose standing is remembered; of one forgotten, it is told once more.
    private static final int REMEMBERED = 50_000;

    private final History history;
    private final Map<About, Set<Integer>> standing =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<About, Set<Integer>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private record About(String group, String receiver) {}

    /// A recorder into a history.
    public Recorder(History history) {
        this.history = history;
    }

    /// Writes an event down.
    public void add(Event event) {
        history.add(event);
    }

    /// Writes down how it stands with a group and a receiver: those of the events that did not hold
    /// the last time.
    public void stands(String group, String receiver, List<Event> events) {
        var about = new About(group, receiver);
        Set<Integer> before = standing.getOrDefault(about, Set.of());
        if (events.isEmpty()) {
            standing.remove(about);
            return;
        }
        Set<Integer> now = HashSet.newHashSet(events.size());
        for (Event event : events) {
            int says = Objects.hash(event.kind().word(), event.detail(), event.alerts());
            now.add(says);
            if (!before.contains(says)) {
                history.add(event);
            }
        }
        standing.put(about, now);
    }
}
