package tocsin.rules;

import tocsin.loop.EventLoop;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Which slot each group has come to the end of, and who waits for it. Confined to the rules loop.
final class Ticks {
    private final EventLoop loop;
    private final Map<String, Standing> groups = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /// A group's slots.
    ///
    /// @param first the first that it evaluates here; those before are not waited for
    private record Standing(Slots slots, Instant first, Instant done) {}

    private static final class Waiting {
        private final Map<String, Instant> needs;
        private final Consumer<List<String>> then;

        private Waiting(Map<String, Instant> needs, Consumer<List<String>> then) {
            this.needs = needs;
            this.then = then;
        }
    }

    Ticks(EventLoop loop) {
        this.loop = loop;
    }

    /// A group begins.
    void begins(String group, Slots slots, Instant first) {
        Standing before = groups.get(group);
        Instant done = before == null ? Instant.MIN : before.done();
        groups.put(group, new Standing(slots, first, done));
    }

    /// A group is no more.
    void ends(String group) {
        groups.remove(group);
        wake();
    }

    /// A group has come to the end of a slot.
    void done(String group, Instant slot) {
        groups.computeIfPresent(
                group,
                (_, at) ->
                        slot.isAfter(at.done()) ? new Standing(at.slots(), at.first(), slot) : at);
        wake();
    }

    /// Goes on once these groups have evaluated what belongs to an instant, or after `most`.
    ///
    /// @param then gets the groups that were not waited for to the end
    void await(Iterable<String> of, Instant at, Duration most, Consumer<List<String>> then) {
        var needs = new HashMap<String, Instant>();
        for (String group : of) {
            Standing standing = groups.get(group);
            if (standing != null) {
                needs.put(group, standing.slots().atOrBefore(at));
            }
        }
        needs.entrySet().removeIf(need -> isDone(need.getKey(), need.getValue()));
        if (needs.isEmpty()) {
            then.accept(List.of());
            return;
        }
        var waits = new Waiting(needs, then);
        waiting.add(waits);
        loop.after(
                most,
                () -> {
                    if (waiting.remove(waits)) {
                        then.accept(waits.needs.keySet().stream().sorted().toList());
                    }
                });
    }

    private boolean isDone(String group, Instant slot) {
        Standing at = groups.get(group);
        return at == null || slot.isBefore(at.first()) || !at.done().isBefore(truncated(slot));
    }

    /// Slots are evaluated to the millisecond.
    private static Instant truncated(Instant slot) {
        return slot.truncatedTo(ChronoUnit.MILLIS);
    }

    private void wake() {
        for (Waiting each : List.copyOf(waiting)) {
            each.needs.entrySet().removeIf(need -> isDone(need.getKey(), need.getValue()));
            if (each.needs.isEmpty() && waiting.remove(each)) {
                each.then.accept(List.of());
            }
        }
    }
}
