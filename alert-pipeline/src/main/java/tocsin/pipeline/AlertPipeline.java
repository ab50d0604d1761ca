package tocsin.pipeline;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;
import tocsin.alert.AlertPool;
import tocsin.alerts.AlertLimits;
import tocsin.alerts.AlertSchema;
import tocsin.alerts.AlertStore;
import tocsin.alerts.Tracked;
import tocsin.dispatch.Dispatcher;
import tocsin.dispatch.GroupSchema;
import tocsin.history.Event;
import tocsin.history.History;
import tocsin.history.Recorder;
import tocsin.inhibit.Inhibitor;
import tocsin.labels.Fingerprint;
import tocsin.loop.EventLoop;
import tocsin.nflog.LogKey;
import tocsin.nflog.LogSchema;
import tocsin.nflog.NotificationLog;
import tocsin.notify.ClaimSchema;
import tocsin.notify.Integration;
import tocsin.notify.Muting;
import tocsin.notify.Muting.Cause;
import tocsin.notify.Muting.MuteStage;
import tocsin.notify.Notifications;
import tocsin.notify.Peers;
import tocsin.notify.Receiver;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;
import tocsin.outbox.OutboxSchema;
import tocsin.outbox.PauseSchema;
import tocsin.outbox.Pauses;
import tocsin.replica.Replication;
import tocsin.routing.Route;
import tocsin.silence.SilenceLimits;
import tocsin.silence.SilenceSchema;
import tocsin.silence.Silences;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Alerts in, notifications out. Confined to its loop: every method is called there.
public final class AlertPipeline {
    private final EventLoop loop;
    private final AlertPool pool = new AlertPool();
    private final AlertStore alerts;
    private final Silences silences;
    private final NotificationLog log;
    private final Notifications notifications;
    private final Dispatcher dispatcher;
    private final History history;
    private final Recorder recorder;
    private final PipelineMetrics metrics;
    private PipelineConfig config;
    private Inhibitor inhibitor;
    private Calendar calendar;
    private final Views views;

    /// What a pipeline stands on.
    ///
    /// @param senders runs sends, which block
    /// @param ids gives ids of silences, UUIDs
    /// @param chance spreads pauses between attempts
    public record Parts(
            EventLoop loop,
            Executor senders,
            Replication replication,
            Peers peers,
            History history,
            Supplier<String> ids,
            RandomGenerator chance) {}

    /// A pipeline with what its maps recovered; nothing is sent until it is opened.
    public AlertPipeline(
            Parts parts,
            PipelineSettings settings,
            PipelineConfig config,
            PrometheusRegistry registry) {
        this.loop = parts.loop();
        this.history = parts.history();
        this.recorder = new Recorder(history);
        this.silences = openSilences(parts, settings);
        this.log = openLog(parts, settings);
        this.alerts = openAlerts(parts, settings, registry);
        this.notifications = openNotifications(parts, settings, registry);
        this.config = config;
        this.inhibitor = inhibitor(config);
        this.calendar = new Calendar(config.timeIntervals());
        this.notifications.use(rules());
        this.alerts.listen(observer());
        this.dispatcher = openDispatcher(parts, settings, registry);
        notifications.revive(this::revive);
        this.views = new Views(loop, new Views.Parts(alerts, silences, dispatcher), this::current);
        this.metrics = new PipelineMetrics(registry, loop, views);
        metrics.configured(config);
    }

    private Silences openSilences(Parts parts, PipelineSettings settings) {
        return new Silences(
                parts.replication().open(new SilenceSchema(settings.retention()), loop),
                loop,
                parts.ids(),
                new SilenceLimits(settings.maxSilences(), settings.maxSilenceBytes()));
    }

    private NotificationLog openLog(Parts parts, PipelineSettings settings) {
        return new NotificationLog(
                parts.replication().open(new LogSchema(), loop), loop, settings.retention());
    }

    private AlertStore openAlerts(
            Parts parts, PipelineSettings settings, PrometheusRegistry registry) {
        return new AlertStore(
                parts.replication().open(new AlertSchema(settings.keepResolved(), pool), loop),
                loop,
                parts.peers().self(),
                new AlertLimits(
                        settings.maxAlerts(),
                        settings.alertsPerName(),
                        settings.namesInMetrics(),
                        registry));
    }

    private Notifications openNotifications(
            Parts parts, PipelineSettings settings, PrometheusRegistry registry) {
        return new Notifications(
                new Notifications.Parts(
                        loop,
                        parts.senders(),
                        parts.peers(),
                        log,
                        parts.replication().open(new ClaimSchema(), loop),
                        new Letters(
                                parts.replication().open(new OutboxSchema(), loop), loop, registry),
                        new Pauses(parts.replication().open(new PauseSchema(), loop)),
                        recorder,
                        parts.chance(),
                        settings.peerStep()),
                registry);
    }

    private Dispatcher openDispatcher(
            Parts parts, PipelineSettings settings, PrometheusRegistry registry) {
        return new Dispatcher(
                new Dispatcher.Parts(
                        loop,
                        alerts,
                        parts.replication().open(new GroupSchema(), loop),
                        notifications,
                        parts.peers(),
                        recorder,
                        this::isOwed,
                        settings.maxGroups()),
                config.route(),
                registry);
    }

    private Views.Current current() {
        return new Views.Current(config, inhibitor, calendar);
    }

    /// Begins to flush groups; called once the mesh has settled. Alerts that were told as firing
    /// and whose time has run out while this member could not hear are believed in as long as one
    /// that comes without an end: who still fires speaks again by then, and nobody is told of an
    /// end and a new beginning that never were.
    public void open() {
        alerts.believe(this::isOwedAnywhere, config.resolveTimeout());
        dispatcher.open();
        var unfinished = new HashSet<>(notifications.unfinished());
        var owed = new ArrayList<Alert>();
        for (Letters.Entry entry : notifications.letters().open()) {
            if (entry.letter().state() != Letter.State.DEAD) {
                unfinished.add(entry.key().group());
                owed.addAll(entry.letter().ends());
            }
        }
        dispatcher.revive(unfinished, owed);
    }

    private void revive(Letters.Entry entry) {
        dispatcher.revive(Set.of(entry.key().group()), entry.letter().ends());
    }

    /// Replaces the configuration.
    public void use(PipelineConfig newConfig) {
        config = newConfig;
        views.reloaded();
        inhibitor = inhibitor(newConfig);
        calendar = new Calendar(newConfig.timeIntervals());
        notifications.use(rules());
        dispatcher.use(newConfig.route());
        metrics.configured(newConfig);
    }

    private Inhibitor inhibitor(PipelineConfig from) {
        var made = new Inhibitor(from.inhibitRules());
        Instant now = loop.now();
        alerts.forEach(alert -> made.observe(alert, now));
        return made;
    }

    private Notifications.Rules rules() {
        Set<String> used = new HashSet<>(config.outbox().fallbacks());
        config.route().walk(route -> used.add(route.receiver()));
        var receivers =
                config.receivers().stream()
                        .filter(receiver -> used.contains(receiver.name()))
                        .collect(Collectors.toMap(Receiver::name, Function.identity()));
        notifications.expect(
                receivers.values().stream()
                        .flatMap(receiver -> receiver.integrations().stream())
                        .map(Integration::name)
                        .distinct()
                        .toList());
        var muting =
                new Muting(
                        List.of(
                                inhibition(inhibitor),
                                calendar.activeTimes(),
                                calendar.muteTimes(),
                                silencing()));
        return new Notifications.Rules(muting, receivers, config.routeLabels(), config.outbox());
    }

    private static MuteStage inhibition(Inhibitor by) {
        return stage(
                Cause.INHIBITION,
                (alert, wall) ->
                        by.muting(alert.labels(), wall).map(Fingerprint::toString).stream()
                                .toList());
    }

    private MuteStage silencing() {
        return stage(Cause.SILENCE, (alert, wall) -> silences.muting(alert.labels(), wall));
    }

    private interface ByWallTime {
        List<String> mutedBy(Alert alert, Instant wall);
    }

    private static MuteStage stage(Cause cause, ByWallTime question) {
        return new MuteStage() {
            @Override
            public Cause cause() {
                return cause;
            }

            @Override
            public List<String> mutedBy(Alert alert, Route route, Instant nominal, Instant wall) {
                return question.mutedBy(alert, wall);
            }
        };
    }

    /// First in line, so that a source mutes before its target is flushed.
    private AlertStore.Listener observer() {
        return new AlertStore.Listener() {
            @Override
            public void arrived(@Nullable Alert before, Alert posted) {
                remember(before, posted);
            }

            @Override
            public void changed(Tracked alert, boolean here) {
                inhibitor.observe(alert, loop.now());
            }

            @Override
            public void forgotten(Tracked tracked) {
                Alert alert = tracked.alert();
                inhibitor.forget(tracked);
                silences.forget(alert.fingerprint());
                views.forget(alert);
            }
        };
    }

    private boolean isOwedAnywhere(Alert alert) {
        return config.route().match(alert.labels()).stream()
                .anyMatch(route ->
                        isOwed(
                                route.groupKey(route.groupBy().of(alert.labels())),
                                route.receiver(),
                                alert.fingerprint()));
    }

    private boolean isOwed(String groupKey, String receiverName, Fingerprint alert) {
        return config.receivers().stream()
                .filter(receiver -> receiver.name().equals(receiverName))
                .flatMap(receiver -> receiver.integrations().stream())
                .map(each -> new LogKey(groupKey, receiverName, each.name(), each.index()))
                .anyMatch(key ->
                        log.last(key).filter(entry -> entry.firing().contains(alert)).isPresent());
    }

    /// Takes alerts in; the answer completes when they are safe, with how many of them were left
    /// out because they are over a limit.
    ///
    /// @param posted with `updatedAt` set to now
    public CompletableFuture<Integer> put(List<Alert> posted) {
        return alerts.put(posted);
    }

    private void remember(@Nullable Alert known, Alert posted) {
        Instant now = loop.now();
        boolean wasFiring = known != null && !known.isResolved(now);
        boolean fires = !posted.isResolved(now);
        if (fires && !wasFiring) {
            recorder.add(Event.of(now, Event.Kind.RECEIVED, posted.labels(), ""));
        } else if (!fires && wasFiring) {
            recorder.add(Event.of(now, Event.Kind.RESOLVED, posted.labels(), "by its sender"));
        } else if (fires && known != null && !known.annotations().equals(posted.annotations())) {
            recorder.add(Event.of(now, Event.Kind.UPDATED, posted.labels(), "other annotations"));
        }
    }

    /// Why somebody was, or was not, paged about an alert; empty when it is not known.
    public Optional<Explanation> explain(Fingerprint alert) {
        return new Explainer(loop, views, dispatcher, log, this::current).explain(alert);
    }

    /// What can be seen of it all.
    public Views views() {
        return views;
    }

    /// What alerts say, each once; may be used by any thread.
    public AlertPool pool() {
        return pool;
    }

    /// The silences.
    public Silences silences() {
        return silences;
    }

    /// What is on its way out.
    public Notifications notifications() {
        return notifications;
    }

    /// What happened.
    public History history() {
        return history;
    }

    /// The configuration in force.
    public PipelineConfig config() {
        return config;
    }

    /// How long an alert is believed in when nobody says when it ends.
    public Duration resolveTimeout() {
        return config.resolveTimeout();
    }
}
