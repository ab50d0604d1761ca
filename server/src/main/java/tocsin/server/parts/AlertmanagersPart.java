package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.alert.Alert;
import tocsin.alertmanagers.Alerting;
import tocsin.alertmanagers.AlertmanagerSet;
import tocsin.alertmanagers.Alertmanagers;
import tocsin.alertmanagers.AlertmanagersMetrics;
import tocsin.config.TocsinFile;
import tocsin.http.Destinations;
import tocsin.http.Network;
import tocsin.labels.Labels;
import tocsin.loop.LoopThread;
import tocsin.server.Lifecycle;
import tocsin.server.StartException;
import tocsin.server.cli.Options;
import tocsin.server.cli.Version;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The way of rules' alerts to Alertmanagers elsewhere. It stops after the rules do, so that what
/// their last evaluations told is still sent.
public final class AlertmanagersPart {
    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagersPart.class);
    private static final int LOOP_LIMIT = 10_000;
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Network network;
    private final Alertmanagers alertmanagers;
    private final Labels external;
    private volatile boolean ownPipeline = true;

    private AlertmanagersPart(Network network, Alertmanagers alertmanagers, Labels external) {
        this.network = network;
        this.alertmanagers = alertmanagers;
        this.external = external;
    }

    /// A part that sends to those that the configuration names.
    ///
    /// @throws StartException when one cannot be spoken to as configured
    public static AlertmanagersPart open(
            Options options, TocsinFile.Read own, Lifecycle lifecycle, PrometheusRegistry registry)
            throws StartException {
        Network network = lifecycle.opened("alertmanagers' network", new Network(rules()));
        ExecutorService io =
                lifecycle.opened(
                        "alertmanagers io",
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("alertmanagers-", 0).factory()));
        LoopThread loop =
                lifecycle.opened("alertmanagers loop", new LoopThread("alertmanagers", LOOP_LIMIT));
        var alertmanagers =
                new Alertmanagers(
                        loop, io, options.alertmanagers(), new AlertmanagersMetrics(registry));
        lifecycle.opened("alertmanagers", () -> drain(alertmanagers));
        var part = new AlertmanagersPart(network, alertmanagers, own.externalLabels());
        part.use(own);
        return part;
    }

    private static Network.Rules rules() {
        return new Network.Rules(
                Destinations.DEFAULT,
                Network.Limits.DEFAULT,
                "Tocsin/" + Version.TOCSIN,
                System.getenv(),
                InstantSource.system());
    }

    private static void drain(Alertmanagers alertmanagers) throws InterruptedException {
        try {
            alertmanagers.stop().get(DRAIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            LOG.atWarn()
                    .addKeyValue("patience", DRAIN)
                    .log("Alerts of rules that wait for Alertmanagers are left unsent");
        }
    }

    /// Sends to those of this configuration from now on.
    ///
    /// @throws StartException when one cannot be spoken to as configured: nothing has changed
    public void use(TocsinFile.Read own) throws StartException {
        Alerting alerting = own.outgoing().alerting();
        var ready = new ArrayList<Alertmanagers.Ready>();
        for (AlertmanagerSet set : alerting.alertmanagers()) {
            try {
                ready.add(Alertmanagers.Ready.over(network, set));
            } catch (IllegalArgumentException e) {
                throw new StartException("alerting: " + e.getMessage(), e);
            }
        }
        network.use(own.outgoing().destinations());
        ownPipeline = alerting.ownPipeline();
        alertmanagers.use(alerting.relabel(), ready);
    }

    /// Whether alerts of rules go to the pipeline in this process too.
    boolean handsToOwnPipeline() {
        return ownPipeline;
    }

    /// What finds no room is sent again after the resend delay.
    void send(List<Alert> alerts) {
        try {
            alertmanagers.send(alerts, external);
        } catch (RejectedExecutionException e) {
            LOG.atWarn()
                    .addKeyValue("alerts", alerts.size())
                    .log("Too much waits for Alertmanagers; alerts wait for the next resend");
        }
    }

    /// Which Alertmanagers there are.
    public Alertmanagers.View view() throws InterruptedException {
        try {
            return alertmanagers.view().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody knows the Alertmanagers", e);
        }
    }
}
