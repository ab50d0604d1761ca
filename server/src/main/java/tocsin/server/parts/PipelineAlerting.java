package tocsin.server.parts;

import tocsin.alert.Alert;
import tocsin.alert.AlertOrder;
import tocsin.labels.Fingerprint;
import tocsin.labels.FingerprintMap;
import tocsin.labels.LabelOrder;
import tocsin.labels.Labels;
import tocsin.notify.Receiver;
import tocsin.pipeline.AlertPipeline;
import tocsin.pipeline.AlertStatus;
import tocsin.pipeline.StateFilter;
import tocsin.pipeline.Views;
import tocsin.server.api.AlertFilter;
import tocsin.server.api.Alerting;
import tocsin.server.api.Parts;
import tocsin.silence.Silence;
import tocsin.silence.SilenceRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// What the API asks, asked of the pipeline on its loop.
public final class PipelineAlerting implements Alerting {
    /// How many alerts are looked at in one visit to the loop: some milliseconds' worth.
    private static final int AT_ONCE = 1_000;

    private static final Comparator<Views.GroupStand> BY_LABELS =
            Comparator.<Views.GroupStand, Labels>comparing(
                            stand -> stand.group().labels(), LabelOrder.UPSTREAM)
                    .thenComparing(stand -> stand.group().route().receiver());

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

    static <T> T answer(CompletableFuture<T> future) throws InterruptedException {
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
    public Parts<AlertView> alerts(AlertFilter filter) throws InterruptedException {
        List<Alert> firing = ask(pipeline -> pipeline.views().firing());
        List<Alert> found = new ArrayList<>();
        for (Alert alert : firing) {
            if (filter.labels().test(alert.labels())) {
                found.add(alert);
            }
        }
        List<Alert> candidates = byFingerprint(receivedBy(found, filter.receivers()));
        StateFilter states = states(filter);
        return new AskedInParts<>(
                part.loop(),
                inParts(candidates, _ -> 1),
                some -> part.pipeline().views().of(some, states),
                PipelineAlerting::view);
    }

    private static StateFilter states(AlertFilter filter) {
        return new StateFilter(
                filter.active(), filter.silenced(), filter.inhibited(), filter.muted());
    }

    /// Those that one of the receivers gets; nothing is asked when all pass.
    private List<Alert> receivedBy(List<Alert> alerts, Predicate<ReceiverView> receivers)
            throws InterruptedException {
        List<ReceiverView> all = receivers();
        Set<String> passing =
                all.stream()
                        .filter(receivers)
                        .map(ReceiverView::name)
                        .collect(Collectors.toUnmodifiableSet());
        if (passing.size() == all.size()) {
            return alerts;
        }
        return new AskedInParts<>(
                        part.loop(),
                        inParts(alerts, _ -> 1),
                        some -> part.pipeline().views().receivedBy(some, passing),
                        Function.identity())
                .rest();
    }

    /// An alert with what it is put in order by; to look that up at each comparison costs more than
    /// all the rest.
    private record Keyed(long bits, Alert alert) {}

    private static List<Alert> byFingerprint(List<Alert> alerts) {
        var keyed = new ArrayList<Keyed>(alerts.size());
        alerts.forEach(alert -> keyed.add(new Keyed(alert.labels().fingerprintBits(), alert)));
        keyed.sort((a, b) -> Long.compareUnsigned(a.bits(), b.bits()));
        var sorted = new ArrayList<Alert>(alerts.size());
        keyed.forEach(each -> sorted.add(each.alert()));
        return sorted;
    }

    /// Cuts a list into parts for one visit to the loop each.
    ///
    /// @param weight how many alerts one of the list stands for
    private static <T> List<List<T>> inParts(List<T> all, ToIntFunction<T> weight) {
        var cut = new ArrayList<List<T>>();
        int from = 0;
        int alerts = 0;
        for (int to = 1; to <= all.size(); to++) {
            alerts += weight.applyAsInt(all.get(to - 1));
            if (alerts >= AT_ONCE || to == all.size()) {
                cut.add(all.subList(from, to));
                from = to;
                alerts = 0;
            }
        }
        return cut;
    }

    private static AlertView view(tocsin.pipeline.AlertView alert) {
        return new AlertView(alert.alert(), view(alert.status()), alert.receivers());
    }

    private static Status view(AlertStatus status) {
        return status.state() == AlertStatus.State.ACTIVE
                ? Status.ACTIVE
                : new Status(
                        status.state().word(),
                        status.inhibitedBy().stream().map(Fingerprint::toString).toList(),
                        status.mutedBy(),
                        status.silencedBy());
    }

    @Override
    public Parts<GroupView> groups(AlertFilter filter) throws InterruptedException {
        Instant now = now();
        List<Views.GroupStand> found = new ArrayList<>();
        for (Views.GroupStand stand :
                ask(pipeline ->
                        pipeline.views()
                                .groups(receiver -> filter.receivers().test(view(receiver))))) {
            Views.GroupStand passing = stand.with(passing(stand, filter, now));
            if (!passing.group().alerts().isEmpty()) {
                found.add(passing);
            }
        }
        FingerprintMap<List<String>> holders = Views.holders(found);
        found.sort(BY_LABELS);
        StateFilter states = states(filter);
        return new AskedInParts<>(
                part.loop(),
                inParts(found, stand -> 1 + stand.group().alerts().size()),
                some ->
                        some.stream()
                                .map(stand -> part.pipeline().views().of(stand, holders, states))
                                .filter(group -> !group.alerts().isEmpty())
                                .toList(),
                PipelineAlerting::view);
    }

    private static List<Alert> passing(Views.GroupStand stand, AlertFilter filter, Instant now) {
        var passing = new ArrayList<Alert>();
        for (Alert alert : stand.group().alerts()) {
            if (!alert.isResolved(now) && filter.labels().test(alert.labels())) {
                passing.add(alert);
            }
        }
        return AlertOrder.sorted(passing);
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
