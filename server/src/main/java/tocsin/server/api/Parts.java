package tocsin.server.api;

import java.util.ArrayList;
import java.util.List;

/// A long list that comes a part at a time, in order, so that its beginning is on its way while its
/// end is still looked for. To be read once, by one thread.
///
/// @param <T> what is listed
@FunctionalInterface
public interface Parts<T> {
    /// The next part; empty when there is none any more.
    List<T> next() throws InterruptedException;

    /// All that was not read yet.
    default List<T> rest() throws InterruptedException {
        var all = new ArrayList<T>();
        for (List<T> part = next(); !part.isEmpty(); part = next()) {
            all.addAll(part);
        }
        return all;
    }

    /// A list in one part.
    static <T> Parts<T> of(List<T> all) {
        var left = new ArrayList<>(List.of(all));
        return () -> left.isEmpty() ? List.of() : left.removeFirst();
    }
}
