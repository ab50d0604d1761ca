package tocsin.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which groups the busiest member gives away. All members compute it from the same figures, and
/// only the busiest acts: two never give to the same one at a time, and what is given makes the
/// busiest less busy than it was, so that it comes to an end.
final class Balance {
    /// How far above the mean a member's load may be.
    private static final double TOLERANCE = 1.2;

    /// A whole that is not worth moving anything for, in seconds of evaluation a second.
    private static final double NEGLIGIBLE = 0.01;

    /// A group that is not worth moving.
    static final double TRIFLE = 1e-6;

    /// What is given must leave the giver with more than a hair's breadth less.
    static final double MOST_OF_GAP = 0.95;

    private Balance() {}

    /// A group on a member.
    ///
    /// @param cost seconds of evaluation a second
    /// @param idle whether it may move now
    record Placed(String group, String member, double cost, boolean idle) {}

    /// A group that goes to another member.
    record Move(String group, String from, String to) {}

    /// The load of each member.
    static Map<String, Double> loads(List<String> members, List<Placed> groups) {
        var loads = new HashMap<String, Double>();
        members.forEach(member -> loads.put(member, 0.0));
        groups.forEach(each -> loads.merge(each.member(), each.cost(), Double::sum));
        return loads;
    }

    /// What the busiest gives away now.
    ///
    /// @param most at a time
    static List<Move> moves(List<String> members, List<Placed> groups, int most) {
        Map<String, Double> loads = loads(members, groups);
        double whole = loads.values().stream().mapToDouble(Double::doubleValue).sum();
        String busiest = extreme(loads, Comparator.reverseOrder());
        var left =
                new ArrayList<>(
                        groups.stream().filter(each -> each.member().equals(busiest)).toList());
        var moves = new ArrayList<Move>();
        while (moves.size() < most
                && whole > NEGLIGIBLE
                && loads.getOrDefault(busiest, 0.0) > TOLERANCE * whole / loads.size()) {
            String idlest = extreme(loads, Comparator.naturalOrder());
            double gap = loads.getOrDefault(busiest, 0.0) - loads.getOrDefault(idlest, 0.0);
            Optional<Placed> best = best(left, gap);
            if (best.isEmpty()) {
                break;
            }
            Placed given = best.get();
            left.remove(given);
            loads.merge(busiest, -given.cost(), Double::sum);
            loads.merge(idlest, given.cost(), Double::sum);
            moves.add(new Move(given.group(), busiest, idlest));
        }
        return moves;
    }

    private static String extreme(Map<String, Double> loads, Comparator<Double> first) {
        return loads.entrySet().stream()
                .min(
                        Map.Entry.<String, Double>comparingByValue(first)
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /// The group that brings the two nearest to each other: half the gap, and never all of it.
    private static Optional<Placed> best(List<Placed> groups, double gap) {
        return groups.stream()
                .filter(Placed::idle)
                .filter(each -> each.cost() > TRIFLE && each.cost() < MOST_OF_GAP * gap)
                .min(
                        Comparator.comparingDouble((Placed each) -> Math.abs(each.cost() - gap / 2))
                                .thenComparing(Placed::group));
    }
}
