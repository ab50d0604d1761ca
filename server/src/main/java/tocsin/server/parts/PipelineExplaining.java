package tocsin.server.parts;

import tocsin.alert.Alert;
import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.pipeline.AlertPipeline;
import tocsin.pipeline.Explanation;
import tocsin.server.explain.Explaining;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What explaining asks, asked of the pipeline on its loop, and of the history off it.
public final class PipelineExplaining implements Explaining {
    private final PipelinePart part;

    /// Answers from this pipeline.
    public PipelineExplaining(PipelinePart part) {
        this.part = part;
    }

    private <T> T ask(Function<AlertPipeline, T> question) throws InterruptedException {
        try {
            return part.loop().ask(() -> question.apply(part.pipeline())).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Optional<Explanation> explain(Fingerprint alert) throws InterruptedException {
        return ask(pipeline -> pipeline.explain(alert));
    }

    @Override
    public List<Event> history(Predicate<Event> wanted, int most) {
        return part.pipeline().history().find(wanted, most);
    }

    @Override
    public Set<Fingerprint> known(Predicate<Labels> wanted) throws InterruptedException {
        return ask(pipeline -> pipeline.views().all()).stream()
                .filter(alert -> wanted.test(alert.labels()))
                .map(Alert::fingerprint)
                .collect(Collectors.toSet());
    }
}
