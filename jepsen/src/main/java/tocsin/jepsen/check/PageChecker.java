package tocsin.jepsen.check;

import org.jspecify.annotations.Nullable;

import tocsin.jepsen.history.Event;
import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Pages: every acknowledged episode is told; each told firing is followed by its resolve; the
/// order never flips; and it is told once, plus at most once for each fault that divided the
/// cluster meanwhile.
///
/// A page counts only if the sink said 2xx to it, for otherwise nobody was told.
public final class PageChecker {
    private static final long ENOUGH = 5;

    /// An episode that is over before its group may speak need not be told.
    private static final Duration GROUP_WAIT = Duration.ofSeconds(5);

    private static final Duration BOUND = Duration.ofSeconds(30);

    private PageChecker() {}

    private static final class Episode {
        private @Nullable Instant acknowledged;
        private @Nullable Instant resolved;
        private final List<Instant> toldFiring = new ArrayList<>();
        private final List<Instant> toldResolved = new ArrayList<>();
    }

    private record Span(Instant from, Instant to) {
        boolean overlaps(Instant start, Instant end) {
            // What a fault has divided may still be told twice for a short while after it.
            return from.isBefore(end) && to.plusSeconds(10).isAfter(start);
        }
    }

    /// Judges a history.
    public static Verdict check(History history) {
        Map<String, Episode> episodes = episodes(history);
        List<Span> divisions = divisions(history.of("faults"));
        var tally = new Tally();
        episodes.forEach((name, episode) -> judge(name, episode, divisions, tally));
        return Verdict.of("pages", tally.count("episodes"), ENOUGH, tally.findings, tally.measures);
    }

    private static final class Tally {
        private final List<String> findings = new ArrayList<>();
        private final SequencedMap<String, Long> measures = new LinkedHashMap<>();

        Tally() {
            for (String name :
                    List.of(
                            "episodes",
                            "missed",
                            "late",
                            "duplicates",
                            "duplicates not explained",
                            "resolves missed",
                            "flips",
                            "worst delay ms")) {
                measures.put(name, 0L);
            }
        }

        void add(String name, long count) {
            measures.merge(name, count, Long::sum);
        }

        long count(String name) {
            return measures.getOrDefault(name, 0L);
        }

        void found(String name, String finding) {
            add(name, 1);
            findings.add(finding);
        }
    }

    private static void judge(String name, Episode episode, List<Span> divisions, Tally tally) {
        if (episode.acknowledged == null) {
            return;
        }
        Instant fired = episode.acknowledged;
        Instant resolved = episode.resolved == null ? Instant.MAX : episode.resolved;
        if (episode.toldFiring.isEmpty() && resolved.isBefore(fired.plus(GROUP_WAIT))) {
            return;
        }
        tally.add("episodes", 1);
        if (episode.toldFiring.isEmpty()) {
            tally.found("missed", name + " was acknowledged at " + fired + " and nobody was told");
            return;
        }
        long delayMillis = Duration.between(fired, episode.toldFiring.getFirst()).toMillis();
        tally.measures.merge("worst delay ms", delayMillis, Math::max);
        if (delayMillis > BOUND.toMillis()) {
            tally.found(
                    "late", name + " was told " + delayMillis + " ms after its acknowledgement");
        }
        Instant last = episode.toldFiring.getLast();
        long allowed = divisions.stream().filter(span -> span.overlaps(fired, last)).count();
        long extra = episode.toldFiring.size() - 1L;
        tally.add("duplicates", extra);
        if (extra > allowed) {
            tally.found(
                    "duplicates not explained",
                    name + " was told " + (extra + 1) + " times, at " + episode.toldFiring);
        }
        judgeEnd(name, episode, resolved, tally);
    }

    private static void judgeEnd(String name, Episode episode, Instant resolved, Tally tally) {
        if (resolved.equals(Instant.MAX)) {
            return;
        }
        if (episode.toldResolved.isEmpty()) {
            tally.found("resolves missed", name + " was told firing, and never that it is over");
        } else if (episode.toldFiring.getLast().isAfter(episode.toldResolved.getFirst())) {
            tally.found("flips", name + " was told firing after it was told over");
        }
    }

    private static Map<String, Episode> episodes(History history) {
        var episodes = new LinkedHashMap<String, Episode>();
        for (Event event : history.of("pages")) {
            if (event.outcome() != Outcome.OK || event.key().isEmpty()) {
                continue;
            }
            Episode episode = episodes.computeIfAbsent(event.key(), _ -> new Episode());
            switch (event.kind()) {
                case "fire" -> episode.acknowledged = first(episode.acknowledged, event.at());
                case "resolve" -> episode.resolved = first(episode.resolved, event.at());
                case "told-firing" -> episode.toldFiring.add(event.at());
                case "told-resolved" -> episode.toldResolved.add(event.at());
                default ->
                        throw new IllegalArgumentException("a page event of kind " + event.kind());
            }
        }
        return episodes;
    }

    private static Instant first(@Nullable Instant known, Instant seen) {
        return known == null ? seen : known;
    }

    private static List<Span> divisions(List<Event> faults) {
        var spans = new ArrayList<Span>();
        @Nullable Instant since = null;
        for (Event event : faults) {
            if (!event.detail().contains("divides")) {
                continue;
            }
            if (event.outcome() == Outcome.INVOKED) {
                since = event.at();
            } else if (since != null) {
                spans.add(new Span(since, event.at()));
                since = null;
            }
        }
        return spans;
    }
}
