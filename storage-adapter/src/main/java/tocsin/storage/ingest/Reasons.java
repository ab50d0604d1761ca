package tocsin.storage.ingest;

import java.util.ArrayList;
import java.util.List;

/// Why parts of a message were refused: the first few in full, the rest counted.
final class Reasons {
    private static final int MOST = 25;

    private final List<String> first = new ArrayList<>();
    private long more;

    void add(String reason) {
        if (first.size() < MOST) {
            first.add(reason);
        } else {
            more++;
        }
    }

    boolean isEmpty() {
        return first.isEmpty();
    }

    List<String> toList() {
        var all = new ArrayList<>(first);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return all;
    }
}
