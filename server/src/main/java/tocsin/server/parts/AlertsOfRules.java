package tocsin.server.parts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.alert.Alert;
import tocsin.pipeline.AlertPipeline;
import tocsin.rules.AlertSink;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/// Where the alerts of rules go: to the pipeline in this process, unless that is not wanted, and to
/// Alertmanagers elsewhere.
public record AlertsOfRules(PipelinePart pipeline, AlertmanagersPart elsewhere)
        implements AlertSink {
    private static final Logger LOG = LoggerFactory.getLogger(AlertsOfRules.class);

    @Override
    public void accept(List<Alert> alerts) {
        elsewhere.send(alerts);
        if (elsewhere.handsToOwnPipeline()) {
            hand(alerts);
        }
    }

    /// What does not get through is sent again after the resend delay.
    private void hand(List<Alert> alerts) {
        try {
            pipeline.loop().execute(() -> put(alerts, pipeline.pipeline()));
        } catch (RejectedExecutionException e) {
            LOG.atWarn()
                    .addKeyValue("alerts", alerts.size())
                    .log("The pipeline is full; alerts of rules wait for the next resend");
        }
    }

    /// On the pipeline's loop, which nothing may wait on: a failure is told when it comes.
    private static void put(List<Alert> alerts, AlertPipeline pipeline) {
        CompletableFuture<Integer> _ =
                pipeline.put(alerts)
                        .exceptionally(failure -> {
                            LOG.atWarn()
                                    .addKeyValue("err", failure)
                                    .log("Alerts of rules are not durable");
                            return 0;
                        });
    }
}
