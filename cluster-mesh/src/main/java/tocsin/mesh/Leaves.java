package tocsin.mesh;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// The leaves below one node of a digest: for each its sum and its entries. With a hundred thousand
/// entries most leaves have none or one, so a leaf is a place in two arrays and no object, and an
/// entry that is alone stands there itself.
final class Leaves<T extends DigestTree.Item> {
    private final long[] sums = new long[DigestTree.WIDTH];
    private final @Nullable Object[] items = new Object[DigestTree.WIDTH];

    long sum(int leaf) {
        return sums[leaf];
    }

    void add(int leaf, T item) {
        sums[leaf] += item.hash();
        Object there = items[leaf];
        items[leaf] =
                switch (there) {
                    case null -> item;
                    case Object[] several -> {
                        Object[] more = Arrays.copyOf(several, several.length + 1);
                        more[several.length] = item;
                        yield more;
                    }
                    default -> new Object[] {there, item};
                };
    }

    void remove(int leaf, T item) {
        Object there = items[leaf];
        if (isSame(there, item)) {
            items[leaf] = null;
        } else if (there instanceof Object[] several) {
            Object[] rest = Arrays.stream(several).filter(each -> !isSame(each, item)).toArray();
            items[leaf] = rest.length == 1 ? rest[0] : rest;
        }
        sums[leaf] -= item.hash();
    }

    /// An entry is itself and no other, whatever it says.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(@Nullable Object a, Object b) {
        return a == b;
    }

    @SuppressWarnings("unchecked") // only a T is ever put there
    List<T> items(int leaf) {
        Object there = items[leaf];
        return switch (there) {
            case null -> List.of();
            case Object[] several -> (List<T>) (List<?>) List.of(several);
            default -> List.of((T) there);
        };
    }
}
