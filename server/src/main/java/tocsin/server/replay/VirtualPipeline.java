package tocsin.server.replay;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.history.MemoryHistory;
import tocsin.labels.Matcher;
import tocsin.loop.VirtualLoop;
import tocsin.notify.Delivery;
import tocsin.notify.Integration;
import tocsin.notify.Notification;
import tocsin.notify.Peers;
import tocsin.notify.Receiver;
import tocsin.pipeline.AlertPipeline;
import tocsin.pipeline.PipelineConfig;
import tocsin.pipeline.PipelineSettings;
import tocsin.pipeline.Views;
import tocsin.replica.LoneReplication;
import tocsin.silence.SilenceRequest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The alert pipeline in virtual time: groups, inhibits, silences and routes as in a server, and
/// keeps every notification instead of sending it.
public final class VirtualPipeline {
    private final VirtualLoop loop;
    private final AlertPipeline pipeline;
    private final Consumer<Page> pages;
    private int silences;

    /// A notification that would have been sent.
    ///
    /// @param integration the kind of way, as `pagerduty`
    public record Page(Instant at, String integration, Notification notification) {}

    /// Which ways of a receiver are told.
    public enum Ways {
        /// Those that are configured; a receiver without any tells nobody.
        CONFIGURED,
        /// One for each receiver, whatever is configured.
        ONE_EACH
    }

    /// A pipeline that is open from the start.
    ///
    /// @param pages takes what would have been sent
    public VirtualPipeline(
            VirtualLoop loop, PipelineConfig config, Ways ways, Consumer<Page> pages) {
        this.loop = loop;
        this.pages = pages;
        this.pipeline =
                new AlertPipeline(
                        new AlertPipeline.Parts(
                                loop,
                                Runnable::run,
                                new LoneReplication(),
                                Peers.alone("replay"),
                                new MemoryHistory(0),
                                this::nextId,
                                new Random(0)),
                        PipelineSettings.defaults(),
                        captured(config, ways),
                        new PrometheusRegistry());
        pipeline.open();
    }

    private String nextId() {
        return "silence-" + ++silences;
    }

    private PipelineConfig captured(PipelineConfig config, Ways ways) {
        var receivers = new ArrayList<Receiver>();
        for (Receiver receiver : config.receivers()) {
            List<Integration> captured =
                    switch (ways) {
                        case CONFIGURED ->
                                receiver.integrations().stream().map(this::captured).toList();
                        case ONE_EACH -> List.of(one(receiver.integrations()));
                    };
            receivers.add(new Receiver(receiver.name(), receiver.labels(), captured));
        }
        return new PipelineConfig(
                config.route(),
                receivers,
                config.inhibitRules(),
                config.timeIntervals(),
                config.resolveTimeout(),
                config.routeLabels());
    }

    private Integration one(List<Integration> of) {
        boolean ends = of.isEmpty() || of.stream().anyMatch(Integration::sendResolved);
        return new Integration("any", 0, ends, about -> told("any", about));
    }

    private Integration captured(Integration way) {
        return new Integration(
                way.name(),
                way.index(),
                way.sendResolved(),
                way.closesIncidents(),
                about -> told(way.name(), about));
    }

    private Delivery told(String integration, Notification notification) {
        pages.accept(new Page(loop.now(), integration, notification));
        return new Delivery.Delivered(Map.of(), "");
    }

    /// Takes alerts in, as of now.
    public void put(List<Alert> alerts) {
        CompletableFuture<Integer> _ = pipeline.put(alerts);
    }

    /// Silences what matches.
    public void silence(List<Matcher> matchers, Instant from, Instant until) {
        var _ =
                pipeline.silences()
                        .put(
                                new SilenceRequest(
                                        Optional.empty(),
                                        matchers,
                                        Optional.of(from),
                                        until,
                                        "test",
                                        "a silence of a test",
                                        Map.of()));
    }

    /// What can be seen of it.
    public Views views() {
        return pipeline.views();
    }
}
