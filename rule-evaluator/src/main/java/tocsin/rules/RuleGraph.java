package tocsin.rules;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which groups read what other groups record. A group waits, within bounds, for the evaluations
/// that its inputs come from; groups that read one another in a circle do not wait.
///
/// @param inputs for each group those that it waits for
/// @param cycles groups that read one another, each circle sorted
record RuleGraph(Map<String, Set<String>> inputs, List<List<String>> cycles) {
    /// No group.
    static final RuleGraph EMPTY = new RuleGraph(Map.of(), List.of());

    /// The graph of all groups, by key.
    static RuleGraph of(Map<String, List<Rule>> groups) {
        var keys = new ArrayList<>(groups.keySet());
        Map<String, Set<Integer>> producers = producers(keys, groups);
        var reads = new ArrayList<BitSet>();
        for (int i = 0; i < keys.size(); i++) {
            BitSet found = new BitSet();
            for (Rule rule : groups.getOrDefault(keys.get(i), List.of())) {
                rule.expression().selectors().forEach(selector -> add(selector, producers, found));
            }
            found.clear(i);
            reads.add(found);
        }
        return of(keys, reads);
    }

    private static Map<String, Set<Integer>> producers(
            List<String> keys, Map<String, List<Rule>> groups) {
        var producers = new HashMap<String, Set<Integer>>();
        for (int i = 0; i < keys.size(); i++) {
            for (Rule rule : groups.getOrDefault(keys.get(i), List.of())) {
                if (rule.spec() instanceof RuleSpec.Recording recording) {
                    producers.computeIfAbsent(recording.name(), _ -> new LinkedHashSet<>()).add(i);
                }
            }
        }
        return producers;
    }

    /// A selector that names no metric is not waited for: it may read anything.
    private static void add(
            List<Matcher> selector, Map<String, Set<Integer>> producers, BitSet into) {
        List<Matcher> names =
                selector.stream().filter(each -> each.name().equals(Labels.METRIC_NAME)).toList();
        for (Matcher matcher : names) {
            if (matcher.type() == MatchType.EQUAL) {
                producers.getOrDefault(matcher.value(), Set.of()).forEach(into::set);
                return;
            }
        }
        if (!names.isEmpty()) {
            producers.forEach((name, of) -> {
                if (names.stream().allMatch(matcher -> matcher.matches(name))) {
                    of.forEach(into::set);
                }
            });
        }
    }

    private static RuleGraph of(List<String> keys, List<BitSet> reads) {
        List<BitSet> reach = reads.stream().map(from -> reachable(from, reads)).toList();
        var inputs = new LinkedHashMap<String, Set<String>>();
        var cycles = new TreeSet<List<String>>((a, b) -> a.toString().compareTo(b.toString()));
        for (int i = 0; i < keys.size(); i++) {
            var of = new LinkedHashSet<String>();
            var circle = new TreeSet<String>();
            for (int input : reads.get(i).stream().toArray()) {
                if (!reach.get(input).get(i)) {
                    of.add(keys.get(input));
                }
            }
            for (int other : reach.get(i).stream().toArray()) {
                if (reach.get(other).get(i)) {
                    circle.add(keys.get(other));
                }
            }
            inputs.put(keys.get(i), of);
            if (!circle.isEmpty()) {
                cycles.add(List.copyOf(circle));
            }
        }
        return new RuleGraph(inputs, List.copyOf(cycles));
    }

    private static BitSet reachable(BitSet from, List<BitSet> reads) {
        var reached = new BitSet();
        var open = new ArrayDeque<Integer>();
        from.stream().forEach(open::add);
        while (!open.isEmpty()) {
            int next = open.remove();
            if (!reached.get(next)) {
                reached.set(next);
                reads.get(next).stream().filter(each -> !reached.get(each)).forEach(open::add);
            }
        }
        return reached;
    }
}
