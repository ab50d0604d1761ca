package tocsin.server.ui;

import java.util.List;
import java.util.function.IntFunction;

/// One page of a long list, with the way to its neighbours.
///
/// @param from the first one shown, from 1 on; 0 when there is none
/// @param previous empty on the first page
/// @param next empty on the last page
record Paging(int from, int to, int total, String previous, String next, boolean several) {
    /// A page and how it was cut.
    record Cut<T>(List<T> items, Paging paging) {}

    /// The page a query asks for; the first when it asks for nothing sensible.
    static int page(String text) {
        try {
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /// Cuts a page out of a list; a page past the end becomes the last one.
    static <T> Cut<T> cut(List<T> all, int wanted, int size, IntFunction<Link> link) {
        int pages = Math.max(1, (all.size() + size - 1) / size);
        int page = Math.min(wanted, pages);
        int from = (page - 1) * size;
        int to = Math.min(all.size(), from + size);
        return new Cut<>(
                all.subList(from, to),
                new Paging(
                        all.isEmpty() ? 0 : from + 1,
                        to,
                        all.size(),
                        page > 1 ? link.apply(page - 1).toString() : "",
                        page < pages ? link.apply(page + 1).toString() : "",
                        pages > 1));
    }
}
