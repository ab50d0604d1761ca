package tocsin.storage.ingest;

import java.util.ArrayList;
import java.util.List;

/// Why parts of a message were refused: the first few in full, the rest counted.
public final class Reasons {
    private static final int MOST = 25;

    private final List<String> first = new ArrayList<>();
    private long more;

    /// Adds a reason.
    public void add(String reason) {
        if (first.size() < MOST) {
            first.add(reason);
        } else {
            more++;
        }
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return first.isEmpty();
    }

    /// The first few, and how many more there are.
    public List<String> toList() {
        var all = new ArrayList<>(first);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return all;
    }
}
