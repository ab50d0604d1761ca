package tocsin.server.parts;

import tocsin.alert.Alert;
import tocsin.dispatch.Dispatcher;
import tocsin.history.Event;
import tocsin.integration.TemplateWording;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.nflog.LogKey;
import tocsin.notify.Delivery;
import tocsin.notify.Destination;
import tocsin.notify.Integration;
import tocsin.notify.Notification;
import tocsin.notify.Receiver;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;
import tocsin.outbox.Place;
import tocsin.pipeline.AlertPipeline;
import tocsin.pipeline.AlertView;
import tocsin.pipeline.Views;
import tocsin.server.outbox.Outgoing;
import tocsin.template.TemplateData;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// What the pages of the outbox ask, asked of the pipeline on its loop. Tests are sent from the
/// thread that asks, past queue and log: they are about the way, not about alerts.
public final class PipelineOutgoing implements Outgoing {
    private final PipelinePart part;
    private final String externalUrl;

    /// Answers from this pipeline.
    public PipelineOutgoing(PipelinePart part, String externalUrl) {
        this.part = part;
        this.externalUrl = externalUrl;
    }

    private <T> T ask(Function<AlertPipeline, T> question) throws InterruptedException {
        try {
            return part.loop().ask(() -> question.apply(part.pipeline())).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public List<Letters.Entry> letters() throws InterruptedException {
        return ask(pipeline -> pipeline.notifications().letters().open());
    }

    @Override
    public int decide(List<LogKey> letters, Letter.State as) throws InterruptedException {
        return ask(pipeline -> {
            Letters all = pipeline.notifications().letters();
            int done = 0;
            for (LogKey key : letters) {
                boolean there = as == Letter.State.DROPPED ? all.drop(key) : all.retry(key);
                done += there ? 1 : 0;
            }
            return done;
        });
    }

    @Override
    public List<Receiver> receivers() {
        return part.config().pipeline().receivers();
    }

    @Override
    public List<Destination> destinations() throws InterruptedException {
        return ask(pipeline -> pipeline.notifications().destinations());
    }

    @Override
    public Optional<List<Tested>> test(String name) throws InterruptedException {
        Optional<Receiver> receiver =
                receivers().stream().filter(each -> each.name().equals(name)).findFirst();
        if (receiver.isEmpty()) {
            return Optional.empty();
        }
        var tested = new ArrayList<Tested>();
        for (Integration each : receiver.get().integrations()) {
            tested.add(test(name, each));
        }
        return Optional.of(tested);
    }

    /// What a test opens, it closes: an incident for nothing should not stay.
    private static Tested test(String receiver, Integration integration)
            throws InterruptedException {
        Instant now = Instant.now();
        long start = System.nanoTime();
        Delivery delivery = integration.notifier().send(TestMessage.firing(receiver, now));
        var took = Duration.ofNanos(System.nanoTime() - start);
        if (delivery instanceof Delivery.Delivered(Map<String, String> data, String _)
                && integration.closesIncidents()) {
            Delivery end = integration.notifier().send(TestMessage.resolved(receiver, now, data));
            delivery = end instanceof Delivery.Delivered ? delivery : end;
        }
        return new Tested(
                new Place(receiver, integration.name(), integration.index()), delivery, took);
    }

    @Override
    public Optional<TemplateData.Facts> facts(String groupKey) throws InterruptedException {
        Optional<Notification> live = ask(pipeline -> live(pipeline, groupKey));
        Optional<Notification> found = live.isPresent() ? live : past(groupKey);
        return found.map(about -> TemplateWording.facts(about, about.routeLabels(), externalUrl));
    }

    private static Optional<Notification> live(AlertPipeline pipeline, String groupKey) {
        return pipeline.views().groups(_ -> true).stream()
                .map(Views.GroupStand::group)
                .filter(group -> group.key().equals(groupKey) && !group.alerts().isEmpty())
                .findFirst()
                .map(group -> notification(pipeline, group));
    }

    private static Notification notification(AlertPipeline pipeline, Dispatcher.Snapshot group) {
        Notification about =
                about(group.key(), group.route().receiver(), group.labels(), group.alerts());
        Labels routeLabels = pipeline.config().routeLabels().render(group.route().labels(), about);
        return new Notification(
                about.groupKey(),
                about.receiver(),
                about.groupLabels(),
                routeLabels,
                about.alerts(),
                about.reason(),
                about.now(),
                Map.of(),
                "");
    }

    private static Notification about(
            String key, String receiver, Labels groupLabels, List<Alert> alerts) {
        return new Notification(
                key,
                receiver,
                groupLabels,
                Labels.EMPTY,
                alerts,
                "unknown",
                Instant.now(),
                Map.of(),
                "");
    }

    /// The alerts of the newest notification about a group. Of one that the store has forgotten the
    /// history still knows the labels.
    private Optional<Notification> past(String groupKey) throws InterruptedException {
        Optional<Event> told =
                part
                        .pipeline()
                        .history()
                        .find(
                                event ->
                                        event.group().equals(groupKey)
                                                && event.kind() == Event.Kind.DELIVERED,
                                1)
                        .stream()
                        .findFirst();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        Map<Fingerprint, Labels> labels = new HashMap<>();
        part.pipeline()
                .history()
                .find(
                        event -> !event.labels().isEmpty() && event.group().equals(groupKey),
                        Integer.MAX_VALUE >> 12)
                .forEach(event -> labels.put(event.labels().fingerprint(), event.labels()));
        var alerts = new ArrayList<Alert>();
        for (Fingerprint id : told.get().alerts()) {
            Optional<Alert> known =
                    ask(pipeline -> pipeline.views().alert(id)).map(AlertView::alert);
            known.or(() ->
                            Optional.ofNullable(labels.get(id))
                                    .map(set -> ended(set, told.get().at())))
                    .ifPresent(alerts::add);
        }
        String receiver = told.get().receiver().replaceAll("/[^/]*$", "");
        return alerts.isEmpty()
                ? Optional.empty()
                : Optional.of(about(groupKey, receiver, groupLabels(groupKey), alerts));
    }

    private static Alert ended(Labels labels, Instant at) {
        return new Alert(labels, Labels.EMPTY, at, at, at, "", false);
    }

    /// The labels a group was formed by stand at the end of its key.
    private static Labels groupLabels(String groupKey) {
        int at = groupKey.lastIndexOf(":{");
        Map<String, String> labels = new HashMap<>();
        try {
            var parser = new MatcherParser(MatcherParser.Mode.FALLBACK, "group");
            for (Matcher each : parser.list(groupKey.substring(at + 1))) {
                if (each.type() == MatchType.EQUAL) {
                    labels.put(each.name(), each.value());
                }
            }
        } catch (IllegalArgumentException _) {
            return Labels.EMPTY;
        }
        return Labels.of(labels);
    }
}
