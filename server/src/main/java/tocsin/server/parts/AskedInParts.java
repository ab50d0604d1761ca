package tocsin.server.parts;

import org.jspecify.annotations.Nullable;

import tocsin.loop.EventLoop;
import tocsin.server.api.Parts;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Asks a loop about a long list a part at a time, so that what else the loop has to do comes in
/// between. While one part is written out the loop looks at the next one, and no further: who reads
/// slowly keeps one part waiting and not all of them.
///
/// @param <Q> what is asked about
/// @param <A> what the loop knows of it
/// @param <V> how that is shown
final class AskedInParts<Q, A, V> implements Parts<V> {
    private final EventLoop loop;
    private final Iterator<List<Q>> questions;
    private final Function<List<Q>, List<A>> onLoop;
    private final Function<A, V> shown;
    private @Nullable CompletableFuture<List<A>> ahead;

    /// Asks about the first part at once.
    ///
    /// @param onLoop runs on the loop; the answer may be shorter than the question
    /// @param shown runs where the answer is read
    AskedInParts(
            EventLoop loop,
            List<List<Q>> questions,
            Function<List<Q>, List<A>> onLoop,
            Function<A, V> shown) {
        this.loop = loop;
        this.questions = questions.iterator();
        this.onLoop = onLoop;
        this.shown = shown;
        askAhead();
    }

    private void askAhead() {
        if (questions.hasNext()) {
            List<Q> question = questions.next();
            ahead = loop.ask(() -> onLoop.apply(question));
        } else {
            ahead = null;
        }
    }

    @Override
    public List<V> next() throws InterruptedException {
        while (ahead != null) {
            List<A> found = PipelineAlerting.answer(ahead);
            askAhead();
            if (!found.isEmpty()) {
                var part = new ArrayList<V>(found.size());
                found.forEach(each -> part.add(shown.apply(each)));
                return part;
            }
        }
        return List.of();
    }
}
