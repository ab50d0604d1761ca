package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import tocsin.rules.Balance.Move;
import tocsin.rules.Balance.Placed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

class BalanceTest {
    private static final List<String> THREE = List.of("a", "b", "c");

    private static List<Placed> on(String member, double... costs) {
        var groups = new ArrayList<Placed>();
        for (int i = 0; i < costs.length; i++) {
            groups.add(new Placed(member + i, member, costs[i], true));
        }
        return groups;
    }

    @Test
    void aNewMemberIsGivenWhatTheBusiestHas() {
        var groups = new ArrayList<>(on("a", 0.3, 0.1, 0.1, 0.1));
        groups.addAll(on("b", 0.3));
        assertThat(Balance.moves(THREE, groups, 16)).containsExactly(new Move("a0", "a", "c"));
    }

    @Test
    void whatIsNearTheMeanStays() {
        var groups = new ArrayList<>(on("a", 0.1, 0.1, 0.1));
        groups.addAll(on("b", 0.1, 0.1, 0.08));
        groups.addAll(on("c", 0.1, 0.1, 0.06));
        assertThat(Balance.moves(THREE, groups, 16)).isEmpty();
    }

    @Test
    void oneLargeGroupIsNotSentAround() {
        assertThat(Balance.moves(THREE, on("a", 0.9), 16)).isEmpty();
    }

    @Test
    void whatIsBeingEvaluatedStays() {
        var busy = new Placed("a0", "a", 0.3, false);
        var idle = new Placed("a1", "a", 0.1, true);
        assertThat(Balance.moves(THREE, List.of(busy, idle), 16))
                .containsExactly(new Move("a1", "a", "b"));
    }

    @Test
    void nothingIsMovedForNothing() {
        assertThat(Balance.moves(THREE, on("a", 0.001, 0.001, 0.001), 16)).isEmpty();
        assertThat(Balance.moves(THREE, on("a", 0, 0, 0), 16)).isEmpty();
        assertThat(Balance.moves(List.of("a"), on("a", 0.5, 0.5), 16)).isEmpty();
        assertThat(Balance.moves(THREE, List.of(), 16)).isEmpty();
    }

    @Test
    void noMoreThanAllowedAtATime() {
        double[] many = new double[100];
        java.util.Arrays.fill(many, 0.01);
        assertThat(Balance.moves(THREE, on("a", many), 7)).hasSize(7);
    }

    @Provide
    Arbitrary<List<Placed>> groups() {
        return Arbitraries.doubles()
                .between(0, 0.2)
                .list()
                .ofMaxSize(40)
                .map(costs -> {
                    var groups = new ArrayList<Placed>();
                    for (int i = 0; i < costs.size(); i++) {
                        String member = THREE.get((int) (costs.get(i) * 1e6) % 3);
                        groups.add(new Placed("g" + i, member, costs.get(i), true));
                    }
                    return groups;
                });
    }

    private static List<Placed> moved(List<Placed> groups, List<Move> moves) {
        return groups.stream()
                .map(each ->
                        moves.stream()
                                .filter(move -> move.group().equals(each.group()))
                                .findFirst()
                                .map(move -> new Placed(each.group(), move.to(), each.cost(), true))
                                .orElse(each))
                .toList();
    }

    /// However it begins, it ends, and then no move would help the busiest.
    @Property(tries = 300)
    void itComesToAnEnd(@ForAll("groups") List<Placed> start) {
        List<Placed> groups = start;
        int rounds = 0;
        for (List<Move> moves = Balance.moves(THREE, groups, 4);
                !moves.isEmpty();
                moves = Balance.moves(THREE, groups, 4)) {
            Map<String, Double> before = Balance.loads(THREE, groups);
            groups = moved(groups, moves);
            Map<String, Double> after = Balance.loads(THREE, groups);
            assertThat(squares(after)).isLessThan(squares(before));
            assertThat(++rounds).isLessThan(200);
        }
        Map<String, Double> loads = Balance.loads(THREE, groups);
        double most = Collections.max(loads.values());
        double least = Collections.min(loads.values());
        double mean = loads.values().stream().mapToDouble(each -> each).average().orElse(0);
        String busiest =
                loads.entrySet().stream()
                        .filter(each -> each.getValue() == most)
                        .map(Map.Entry::getKey)
                        .min(java.util.Comparator.naturalOrder())
                        .orElseThrow();
        double smallest =
                groups.stream()
                        .filter(each ->
                                each.member().equals(busiest) && each.cost() > Balance.TRIFLE)
                        .mapToDouble(Placed::cost)
                        .min()
                        .orElse(1);
        assertThat(
                        most <= 1.2 * mean + 1e-9
                                || mean * 3 <= 0.01
                                || most - least <= smallest / Balance.MOST_OF_GAP + 1e-9)
                .as("%s", loads)
                .isTrue();
    }

    private static double squares(Map<String, Double> loads) {
        return loads.values().stream().mapToDouble(each -> each * each).sum();
    }
}
