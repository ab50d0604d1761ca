package tocsin.mesh;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a map holds, as a tree of sums: the root stands for everything, each node has 64 children,
/// and below the third level lie the entries, by the hash of their key. A sum is that of the hashes
/// of all entries beneath, so that a write changes four numbers. Two members that differ in one
/// entry of a million find it in three exchanges of half a kilobyte.
///
/// Sums can be forged, so links must not let strangers in.
///
/// @param <T> the entries
final class DigestTree<T extends DigestTree.Item> {
    /// The children of a node.
    static final int WIDTH = 64;

    /// The level of the leaves; the root's is 0.
    static final int LEAVES = 3;

    private static final int BITS = 6;

    /// What hangs in the tree.
    interface Item {
        /// The hash of its key.
        long place();

        /// The hash of all of it.
        long hash();
    }

    /// A node by its level and its place in it.
    record Node(int level, int index) {
        static final Node ROOT = new Node(0, 0);

        Node {
            if (level < 0 || level > LEAVES || index < 0 || index >= 1 << (BITS * level)) {
                throw new IllegalArgumentException("no node " + index + " at level " + level);
            }
        }

        Node child(int number) {
            return new Node(level + 1, index * WIDTH + number);
        }
    }

    private final long[][] sums = {new long[1], new long[WIDTH], new long[WIDTH * WIDTH]};
    private final int[][] counts = {new int[1], new int[WIDTH], new int[WIDTH * WIDTH]};

    /// By the node of level two, and made when needed: most maps are small.
    private final List<@Nullable Leaves<T>> leaves = new ArrayList<>();

    DigestTree() {
        for (int i = 0; i < WIDTH * WIDTH; i++) {
            leaves.add(null);
        }
    }

    private static int index(long place, int level) {
        return (int) (place & ((1 << (BITS * LEAVES)) - 1)) >> (BITS * (LEAVES - level));
    }

    private Leaves<T> leaves(long place) {
        int parent = index(place, LEAVES - 1);
        Leaves<T> children = leaves.get(parent);
        if (children == null) {
            children = new Leaves<>();
            leaves.set(parent, children);
        }
        return children;
    }

    void add(T item) {
        leaves(item.place()).add(index(item.place(), LEAVES) % WIDTH, item);
        change(item.place(), item.hash(), 1);
    }

    void remove(T item) {
        leaves(item.place()).remove(index(item.place(), LEAVES) % WIDTH, item);
        change(item.place(), -item.hash(), -1);
    }

    private void change(long place, long hash, int count) {
        for (int level = 0; level < LEAVES; level++) {
            sums[level][index(place, level)] += hash;
            counts[level][index(place, level)] += count;
        }
    }

    /// One number for all.
    long root() {
        return sums[0][0];
    }

    /// The number of entries below a node.
    int count(Node node) {
        return node.level() < LEAVES
                ? counts[node.level()][node.index()]
                : items(node.index()).size();
    }

    int count() {
        return counts[0][0];
    }

    private List<T> items(int leaf) {
        Leaves<T> children = leaves.get(leaf / WIDTH);
        return children == null ? List.of() : children.items(leaf % WIDTH);
    }

    /// The sums of a node's children.
    long[] children(Node node) {
        long[] children = new long[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            children[i] = sum(node.child(i));
        }
        return children;
    }

    private long sum(Node node) {
        if (node.level() < LEAVES) {
            return sums[node.level()][node.index()];
        }
        Leaves<T> siblings = leaves.get(node.index() / WIDTH);
        return siblings == null ? 0 : siblings.sum(node.index() % WIDTH);
    }

    /// Calls back for each entry below a node.
    void forEach(Node node, Consumer<T> each) {
        int leavesBelow = 1 << (BITS * (LEAVES - node.level()));
        int first = node.index() * leavesBelow;
        for (int leaf = first; leaf < first + leavesBelow; leaf++) {
            if (leaves.get(leaf / WIDTH) == null) {
                leaf += WIDTH - 1;
            } else {
                items(leaf).forEach(each);
            }
        }
    }

    /// The entries whose key has this hash: one, but for collisions.
    List<T> at(long place) {
        return items(index(place, LEAVES)).stream().filter(item -> item.place() == place).toList();
    }
}
