package tocsin.server.parts;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.notify.Receiver;
import tocsin.pipeline.AlertPipeline;
import tocsin.pipeline.AlertStatus;
import tocsin.pipeline.Views;
import tocsin.server.api.Alerting;
import tocsin.silence.Silence;
import tocsin.silence.SilenceRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;

/// What the API asks, asked of the pipeline on its loop.
public final class PipelineAlerting implements Alerting {
    /// How many alerts are looked at in one visit to the loop: some milliseconds' worth.
    private static final int AT_ONCE = 1_000;

    private static final Comparator<Alert> BY_FINGERPRINT =
            (a, b) ->
                    Long.compareUnsigned(
                            a.labels().fingerprintBits(), b.labels().fingerprintBits());

    private final PipelinePart part;

    /// Answers from this pipeline.
    public PipelineAlerting(PipelinePart part) {
        this.part = part;
    }

    private <T> T ask(Function<AlertPipeline, T> question) throws InterruptedException {
        return answer(part.loop().ask(() -> question.apply(part.pipeline())));
    }

    private <T> T order(Function<AlertPipeline, CompletionStage<T>> order)
            throws InterruptedException {
        CompletableFuture<T> done =
                part.loop()
                        .ask(() -> order.apply(part.pipeline()))
                        .thenCompose(Function.identity());
        return answer(done);
    }

    private static <T> T answer(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Duration resolveTimeout() {
        return part.config().pipeline().resolveTimeout();
    }

    @Override
    public int put(List<Alert> alerts) throws InterruptedException {
        return order(pipeline -> pipeline.put(alerts));
    }

    @Override
    public List<AlertView> alerts(Predicate<Labels> labels) throws InterruptedException {
        List<Alert> found =
                ask(pipeline -> pipeline.views().firing()).stream()
                        .filter(alert -> labels.test(alert.labels()))
                        .sorted(BY_FINGERPRINT)
                        .toList();
        var views = new ArrayList<AlertView>(found.size());
        for (int from = 0; from < found.size(); from += AT_ONCE) {
            List<Alert> some = found.subList(from, Math.min(found.size(), from + AT_ONCE));
            ask(pipeline -> pipeline.views().of(some)).forEach(view -> views.add(view(view)));
        }
        return views;
    }

    private static AlertView view(tocsin.pipeline.AlertView alert) {
        AlertStatus status = alert.status();
        return new AlertView(
                alert.alert(),
                new Status(
                        status.state().word(),
                        status.inhibitedBy().stream().map(Fingerprint::toString).toList(),
                        status.mutedBy(),
                        status.silencedBy()),
                alert.receivers());
    }

    @Override
    public List<GroupView> groups(Predicate<Labels> labels, Predicate<ReceiverView> receivers)
            throws InterruptedException {
        Instant now = now();
        List<Views.GroupStand> stands =
                ask(pipeline ->
                        pipeline.views().groups(receiver -> receivers.test(view(receiver))));
        Map<Long, List<String>> holders = Views.holders(stands);
        var found = new ArrayList<GroupView>(stands.size());
        for (int from = 0, to; from < stands.size(); from = to) {
            to = end(stands, from);
            List<Views.GroupStand> some = stands.subList(from, to);
            ask(pipeline ->
                            some.stream()
                                    .map(stand -> group(pipeline, stand, labels, holders, now))
                                    .toList())
                    .forEach(group -> found.add(view(group)));
        }
        found.removeIf(group -> group.alerts().isEmpty());
        return found;
    }

    /// As many groups as hold enough alerts for one visit to the loop.
    private static int end(List<Views.GroupStand> stands, int from) {
        int alerts = 0;
        int to = from;
        while (to < stands.size() && alerts < AT_ONCE) {
            alerts += 1 + stands.get(to).group().alerts().size();
            to++;
        }
        return to;
    }

    private static tocsin.pipeline.GroupView group(
            AlertPipeline pipeline,
            Views.GroupStand stand,
            Predicate<Labels> labels,
            Map<Long, List<String>> holders,
            Instant now) {
        List<Alert> passing =
                stand.group().alerts().stream()
                        .filter(alert -> !alert.isResolved(now) && labels.test(alert.labels()))
                        .toList();
        return pipeline.views().of(stand, passing, holders);
    }

    private static GroupView view(tocsin.pipeline.GroupView group) {
        return new GroupView(
                group.labels(),
                group.receiver(),
                group.routeLabels(),
                group.alerts().stream().map(PipelineAlerting::view).toList());
    }

    private static ReceiverView view(Receiver receiver) {
        return new ReceiverView(receiver.name(), receiver.labels());
    }

    @Override
    public List<SilenceView> silences() throws InterruptedException {
        Instant now = now();
        return ask(pipeline ->
                pipeline.silences().all().stream().map(each -> view(each, now)).toList());
    }

    @Override
    public Optional<SilenceView> silence(String id) throws InterruptedException {
        Instant now = now();
        return ask(pipeline -> pipeline.silences().get(id).map(each -> view(each, now)));
    }

    private static SilenceView view(Silence silence, Instant now) {
        return new SilenceView(
                silence.id(),
                silence.state(now).word(),
                silence.matchers(),
                silence.startsAt(),
                silence.endsAt(),
                silence.updatedAt(),
                silence.createdBy(),
                silence.comment(),
                silence.annotations());
    }

    @Override
    public SilenceAnswer putSilence(PostedSilence posted) throws InterruptedException {
        var request =
                new SilenceRequest(
                        posted.id(),
                        posted.matchers(),
                        posted.startsAt(),
                        posted.endsAt(),
                        posted.createdBy(),
                        posted.comment(),
                        posted.annotations());
        return switch (order(pipeline -> pipeline.silences().put(request))) {
            case tocsin.silence.SilenceAnswer.Stored(var id) -> new SilenceAnswer.Stored(id);
            case tocsin.silence.SilenceAnswer.Unknown() -> new SilenceAnswer.Unknown();
            case tocsin.silence.SilenceAnswer.Invalid(var why) -> new SilenceAnswer.Invalid(why);
        };
    }

    @Override
    public boolean expireSilence(String id) throws InterruptedException {
        return order(pipeline -> pipeline.silences().expire(id));
    }

    @Override
    public List<ReceiverView> receivers() {
        return part.config().pipeline().receivers().stream().map(PipelineAlerting::view).toList();
    }

    @Override
    public String configuration() {
        return part.config().printed();
    }
}
