package tocsin.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

final class DigestTreeTest {
    private record Thing(long place, long hash) implements DigestTree.Item {}

    private final Random chance = new Random(11);
    private final List<Thing> things = new ArrayList<>();

    DigestTreeTest() {
        for (int i = 0; i < 5_000; i++) {
            things.add(new Thing(chance.nextLong(), chance.nextLong()));
        }
    }

    private static DigestTree<Thing> tree(List<Thing> things) {
        var tree = new DigestTree<Thing>();
        things.forEach(tree::add);
        return tree;
    }

    @Test
    void equalContentsHaveEqualSumsWhateverTheOrder() {
        DigestTree<Thing> one = tree(things);
        Collections.shuffle(things, chance);
        DigestTree<Thing> other = tree(things);
        assertThat(other.root()).isEqualTo(one.root());
        assertThat(other.children(DigestTree.Node.ROOT))
                .isEqualTo(one.children(DigestTree.Node.ROOT));
    }

    @Test
    void whatIsTakenOutLeavesNoTrace() {
        DigestTree<Thing> tree = tree(things);
        Collections.shuffle(things, chance);
        things.forEach(tree::remove);
        assertThat(tree.root()).isZero();
        assertThat(tree.count()).isZero();
        assertThat(tree.children(DigestTree.Node.ROOT)).containsOnly(0);
    }

    @Test
    void sumsAndCountsOfChildrenMakeUpThoseOfTheirParent() {
        DigestTree<Thing> tree = tree(things);
        for (int level = 0; level < DigestTree.LEAVES; level++) {
            for (int index = 0; index < 1 << 6 * Math.min(level, 1); index++) {
                var node = new DigestTree.Node(level, index);
                long counted = 0;
                for (int child = 0; child < DigestTree.WIDTH; child++) {
                    counted += tree.count(node.child(child));
                }
                assertThat(counted).isEqualTo(tree.count(node));
                List<Thing> below = new ArrayList<>();
                tree.forEach(node, below::add);
                assertThat(below).hasSize(tree.count(node));
            }
        }
        long sum = 0;
        for (long child : tree.children(DigestTree.Node.ROOT)) {
            sum += child;
        }
        assertThat(sum).isEqualTo(tree.root());
    }

    @Test
    void oneDifferenceIsFoundByGoingDownWhereSumsDiffer() {
        DigestTree<Thing> one = tree(things);
        DigestTree<Thing> other = tree(things);
        Thing changed = things.get(1_234);
        other.remove(changed);
        other.add(new Thing(changed.place(), changed.hash() + 1));
        var node = DigestTree.Node.ROOT;
        while (node.level() < DigestTree.LEAVES) {
            long[] mine = one.children(node);
            long[] theirs = other.children(node);
            Set<Integer> differing = new HashSet<>();
            for (int i = 0; i < DigestTree.WIDTH; i++) {
                if (mine[i] != theirs[i]) {
                    differing.add(i);
                }
            }
            assertThat(differing).hasSize(1);
            node = node.child(differing.iterator().next());
        }
        List<Thing> found = new ArrayList<>();
        one.forEach(node, found::add);
        assertThat(found).contains(changed).hasSizeLessThan(10);
        assertThat(one.at(changed.place())).containsExactly(changed);
    }
}
