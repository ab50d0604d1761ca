package tocsin.storage.remote;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The messages of one shard of one epoch, which go one request after the other. Confined to its
/// loop.
final class Lane {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ArrayDeque<Queued> waiting = new ArrayDeque<>();
    private boolean busy;
    private int alone;
    private Duration pause = FIRST_PAUSE;

    void add(Queued message) {
        waiting.add(message);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Whether it has something to send, and sends nothing.
    boolean isReady() {
        return !busy && !waiting.isEmpty();
    }

    /// What goes out next, in one request: the first message, and those behind it for which there
    /// is room.
    List<Queued> begin(int mostSamples) {
        busy = true;
        var next = new ArrayList<Queued>();
        int samples = 0;
        for (Queued each : waiting) {
            boolean fits = samples + each.samples() <= mostSamples && alone == 0;
            if (!next.isEmpty() && !fits) {
                break;
            }
            next.add(each);
            samples += each.samples();
        }
        return next;
    }

    /// They are gone.
    void done(List<Queued> messages) {
        busy = false;
        pause = FIRST_PAUSE;
        alone = Math.max(0, alone - 1);
        messages.forEach(_ -> waiting.remove());
    }

    /// One of them is wrong: each goes alone, so that no other is lost with it.
    void apart(List<Queued> messages) {
        busy = false;
        alone = messages.size();
    }

    /// They go again after a pause, which grows.
    Duration fail(Duration asked) {
        Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return wait;
    }

    /// The pause is over.
    void resume() {
        busy = false;
    }
}
