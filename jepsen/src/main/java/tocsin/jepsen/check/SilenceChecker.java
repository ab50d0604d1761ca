package tocsin.jepsen.check;

import tocsin.jepsen.history.Event;
import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Silences as a set: every acknowledged one is on every member at the end, active unless an expiry
/// was tried, expired wherever an expiry was acknowledged; and all members say the same.
public final class SilenceChecker {
    private static final long ENOUGH = 10;

    private SilenceChecker() {}

    /// Judges a history.
    public static Verdict check(History history) {
        List<Event> events = history.of("silences");
        Set<String> created = keys(events, "create", Outcome.OK);
        Set<String> expired = keys(events, "expire", Outcome.OK);
        Set<String> expiryTried = keys(events, "expire", Outcome.INVOKED);
        Map<String, Map<String, String>> reads = reads(events);
        var findings = new ArrayList<String>();
        long lost = 0;
        long revived = 0;
        for (Map.Entry<String, Map<String, String>> read : reads.entrySet()) {
            for (String name : created) {
                String state = read.getValue().getOrDefault(name, "absent");
                if (expired.contains(name)) {
                    if (!state.equals("expired")) {
                        revived++;
                        findings.add(
                                name + " was expired, yet is " + state + " on " + read.getKey());
                    }
                } else if (!state.equals("active") && !expiryTried.contains(name)) {
                    lost++;
                    findings.add(
                            name + " was acknowledged, yet is " + state + " on " + read.getKey());
                }
            }
        }
        if (Set.copyOf(reads.values()).size() > 1) {
            findings.add("members disagree: " + differences(reads));
        }
        var measures = new LinkedHashMap<String, Long>();
        measures.put("created", (long) created.size());
        measures.put("expired", (long) expired.size());
        measures.put("members read", (long) reads.size());
        measures.put("lost", lost);
        measures.put("revived", revived);
        return Verdict.of(
                "silences", reads.isEmpty() ? 0 : created.size(), ENOUGH, findings, measures);
    }

    private static Set<String> keys(List<Event> events, String kind, Outcome outcome) {
        var keys = new LinkedHashSet<String>();
        for (Event event : events) {
            if (event.kind().equals(kind) && event.outcome() == outcome) {
                keys.add(event.key());
            }
        }
        return keys;
    }

    private static Map<String, Map<String, String>> reads(List<Event> events) {
        var reads = new LinkedHashMap<String, Map<String, String>>();
        for (Event event : events) {
            if (event.kind().equals("read")) {
                reads.computeIfAbsent(event.member(), _ -> new HashMap<>())
                        .put(event.key(), event.detail());
            }
        }
        return reads;
    }

    private static String differences(Map<String, Map<String, String>> reads) {
        var names = new TreeSet<String>();
        reads.values().forEach(read -> names.addAll(read.keySet()));
        var differing = new ArrayList<String>();
        for (String name : names) {
            var states = new TreeSet<String>();
            reads.forEach(
                    (member, read) -> states.add(member + ":" + read.getOrDefault(name, "absent")));
            long distinct =
                    reads.values().stream()
                            .map(read -> read.getOrDefault(name, "absent"))
                            .distinct()
                            .count();
            if (distinct > 1 && differing.size() < 5) {
                differing.add(name + " " + states);
            }
        }
        return String.join("; ", differing);
    }
}
