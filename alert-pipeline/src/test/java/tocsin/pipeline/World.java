package tocsin.pipeline;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.history.MemoryHistory;
import tocsin.inhibit.InhibitRule;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.loop.EventLoop;
import tocsin.notify.Delivery;
import tocsin.notify.Integration;
import tocsin.notify.Notification;
import tocsin.notify.Peers;
import tocsin.notify.Receiver;
import tocsin.notify.RouteLabels;
import tocsin.outbox.OutboxTerms;
import tocsin.routing.GroupBy;
import tocsin.routing.Route;
import tocsin.routing.RouteSpec;
import tocsin.silence.SilenceAnswer;
import tocsin.silence.SilenceRequest;
import tocsin.testkit.PeerNetwork;
import tocsin.testkit.SimLoop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/// Members in virtual time, and a sink that writes down what it is told.
final class World {
    final SimLoop loop = new SimLoop();
    final Instant start = loop.now();
    final PeerNetwork network = new PeerNetwork(loop, Duration.ofMillis(5));
    final List<String> told = new ArrayList<>();
    Function<Notification, Delivery> answer = _ -> new Delivery.Delivered(Map.of(), "ok");
    Duration sendTakes = Duration.ZERO;
    Duration peerStep = Duration.ofSeconds(2);
    boolean closesIncidents;
    int maxAlerts;
    int alertsPerName;
    boolean namesInMetrics;
    int maxGroups;
    OutboxTerms outbox = OutboxTerms.DEFAULT;

    /// Members that reach nobody.
    Predicate<String> refuses = _ -> false;

    private int ids;
    private String sender = "";

    /// One member, which does nothing more once it was killed.
    final class Member {
        final PrometheusRegistry metrics = new PrometheusRegistry();
        final AlertPipeline pipeline;
        private final String name;
        private boolean alive = true;

        private Member(String name, PipelineConfig config) {
            this.name = name;
            EventLoop own = new MemberLoop(this, loop);
            this.pipeline =
                    new AlertPipeline(
                            new AlertPipeline.Parts(
                                    own,
                                    send -> own.after(sendTakes, () -> sendAs(name, send)),
                                    network.start(name),
                                    new Seen(this, network),
                                    new MemoryHistory(1_000),
                                    () -> "silence-" + ++ids,
                                    new Random(1)),
                            settings(),
                            config,
                            metrics);
            pipeline.open();
        }

        CompletableFuture<Integer> post(Alert... alerts) {
            return pipeline.put(List.of(alerts));
        }

        void kill() {
            alive = false;
            network.crash(name);
        }

        String silence(Duration length, Matcher... matchers) {
            var wanted =
                    new SilenceRequest(
                            Optional.empty(),
                            List.of(matchers),
                            Optional.empty(),
                            loop.now().plus(length),
                            "me",
                            "quiet",
                            Map.of());
            var id = new ArrayList<String>();
            pipeline.silences()
                    .put(wanted)
                    .thenAccept(made -> {
                        if (made instanceof SilenceAnswer.Stored(String stored)) {
                            id.add(stored);
                        }
                    });
            advance(1);
            return id.getFirst();
        }
    }

    private record Seen(Member member, PeerNetwork network) implements Peers {
        @Override
        public String self() {
            return member.name;
        }

        @Override
        public List<String> live() {
            return network.seenBy(member.name);
        }

        @Override
        public void watch(Runnable listener) {
            network.watch(() -> {
                if (member.alive) {
                    listener.run();
                }
            });
        }
    }

    private record MemberLoop(Member member, SimLoop loop) implements EventLoop {
        @Override
        public Instant now() {
            return loop.now();
        }

        @Override
        public long monotonicNanos() {
            return loop.monotonicNanos();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return loop.after(
                    delay,
                    () -> {
                        if (member.alive) {
                            task.run();
                        }
                    });
        }

        @Override
        public void execute(Runnable task) {
            after(Duration.ZERO, task);
        }
    }

    private PipelineSettings settings() {
        PipelineSettings defaults = PipelineSettings.defaults();
        return new PipelineSettings(
                defaults.retention(),
                defaults.keepResolved(),
                defaults.startDelay(),
                peerStep,
                maxAlerts,
                alertsPerName,
                namesInMetrics,
                maxGroups,
                defaults.maxSilences(),
                defaults.maxSilenceBytes());
    }

    Member start(String name) {
        return start(name, config(groupedByName()));
    }

    Member start(String name, PipelineConfig config) {
        return new Member(name, config);
    }

    /// `group_by: [alertname]`, 10 s, 30 s, 2 min.
    static RouteSpec groupedByName(RouteSpec... children) {
        return new RouteSpec(
                Optional.of("pager"),
                List.of(),
                false,
                Optional.of(GroupBy.names("alertname")),
                Optional.of(Duration.ofSeconds(10)),
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(Duration.ofMinutes(2)),
                List.of(),
                List.of(),
                Map.of(),
                List.of(children));
    }

    PipelineConfig config(RouteSpec root, InhibitRule... inhibitRules) {
        return new PipelineConfig(
                Route.tree(root),
                List.of(receiver("pager"), receiver("chat")),
                List.of(inhibitRules),
                Map.of(),
                Duration.ofMinutes(5),
                RouteLabels.VERBATIM,
                outbox);
    }

    private Receiver receiver(String name) {
        return new Receiver(
                name, List.of(new Integration("webhook", 0, true, closesIncidents, this::receive)));
    }

    private void sendAs(String name, Runnable send) {
        sender = name;
        send.run();
    }

    private Delivery receive(Notification notification) {
        Delivery delivery =
                refuses.test(sender)
                        ? new Delivery.TryLater(Duration.ZERO, Delivery.Reason.OTHER, "no route")
                        : answer.apply(notification);
        told.add(
                "%ss %s, %s: %s%s"
                        .formatted(
                                seconds(),
                                notification.receiver(),
                                notification.reason(),
                                list(notification),
                                delivery instanceof Delivery.Delivered ? "" : " (failed)"));
        return delivery;
    }

    private static String list(Notification notification) {
        return String.join(
                " ",
                notification.alerts().stream()
                        .map(alert ->
                                (alert.isResolved(notification.now()) ? "-" : "+")
                                        + alert.labels().get("instance"))
                        .toList());
    }

    private long seconds() {
        return Duration.between(start, loop.now()).toSeconds();
    }

    void advance(long seconds) {
        loop.advance(Duration.ofSeconds(seconds));
    }

    /// An alert that fires for the next five minutes unless heard of again.
    Alert firing(String name, String instance, String... more) {
        Instant now = loop.now();
        return new Alert(
                labels(name, instance, more),
                Labels.EMPTY,
                now,
                now.plus(Duration.ofMinutes(5)),
                now,
                "",
                true);
    }

    /// The end of an alert.
    Alert resolved(String name, String instance, String... more) {
        Instant now = loop.now();
        return new Alert(labels(name, instance, more), Labels.EMPTY, start, now, now, "", false);
    }

    /// The same, with an end of one's own.
    Alert resolvedAt(String name, String instance, Instant end) {
        return new Alert(labels(name, instance), Labels.EMPTY, end, end, loop.now(), "", false);
    }

    private static Labels labels(String name, String instance, String... more) {
        Labels labels = Labels.of("alertname", name, "instance", instance);
        for (int i = 0; i < more.length; i += 2) {
            labels = labels.with(more[i], more[i + 1]);
        }
        return labels;
    }
}
