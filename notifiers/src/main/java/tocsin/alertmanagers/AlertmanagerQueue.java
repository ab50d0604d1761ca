package tocsin.alertmanagers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.loop.EventLoop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// The alerts that wait for one Alertmanager, and the one request to it that is under way. Nothing
/// is sent twice: an alert of a rule comes again by itself while it holds, so that a queue which is
/// full loses its oldest, and a request that fails is let go. Belongs to its loop.
final class AlertmanagerQueue {
    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerQueue.class);
    private static final double NANOS = 1e9;

    private final Address address;
    private final Surroundings with;
    private final Runnable whenIdle;
    private final ArrayDeque<SentAlert> waiting = new ArrayDeque<>();
    private boolean sending;

    /// Whom it is for.
    ///
    /// @param shown the address without what may be secret in it
    record Address(URI url, String shown, Duration timeout, AlertPost post) {}

    /// Where it runs, and within which bounds.
    record Surroundings(
            EventLoop loop,
            Executor io,
            Alertmanagers.Limits limits,
            AlertmanagersMetrics.OfOne metrics) {}

    /// What became of a request.
    ///
    /// @param failure empty when it was taken
    private record Outcome(String failure, double seconds) {}

    AlertmanagerQueue(Address address, Surroundings with, Runnable whenIdle) {
        this.address = address;
        this.with = with;
        this.whenIdle = whenIdle;
    }

    Address address() {
        return address;
    }

    void add(List<SentAlert> alerts) {
        int capacity = with.limits().queueCapacity();
        List<SentAlert> newest =
                alerts.subList(Math.max(0, alerts.size() - capacity), alerts.size());
        int over = Math.max(0, waiting.size() + newest.size() - capacity);
        for (int i = 0; i < over; i++) {
            waiting.removeFirst();
        }
        waiting.addAll(newest);
        int lost = over + alerts.size() - newest.size();
        if (lost > 0) {
            with.metrics().dropped().inc(lost);
            LOG.atWarn()
                    .addKeyValue("alertmanager", address.shown())
                    .addKeyValue("dropped", lost)
                    .log("Alert notification queue full, dropping alerts");
        }
        send();
    }

    boolean isIdle() {
        return !sending && waiting.isEmpty();
    }

    /// Lets go of what waits.
    void drop() {
        with.metrics().dropped().inc(waiting.size());
        waiting.clear();
        with.metrics().length().set(0);
    }

    private void send() {
        with.metrics().length().set(waiting.size());
        if (isIdle()) {
            whenIdle.run();
        }
        if (sending || waiting.isEmpty()) {
            return;
        }
        var batch = new ArrayList<SentAlert>();
        while (!waiting.isEmpty() && batch.size() < with.limits().batchSize()) {
            batch.add(waiting.removeFirst());
        }
        with.metrics().length().set(waiting.size());
        sending = true;
        with.io()
                .execute(() -> {
                    Outcome outcome = attempt(batch);
                    try {
                        with.loop().execute(() -> sent(batch.size(), outcome));
                    } catch (RejectedExecutionException e) {
                        LOG.atDebug()
                                .addKeyValue("err", e)
                                .log("Nobody asks what became of alerts");
                    }
                });
    }

    private Outcome attempt(List<SentAlert> batch) {
        long start = with.loop().monotonicNanos();
        String failure;
        try {
            int status =
                    address.post().send(address.url(), SentAlert.body(batch), address.timeout());
            failure = status / 100 == 2 ? "" : "bad response status " + status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
        } catch (IOException | RuntimeException e) {
            failure = String.valueOf(e);
        }
        return new Outcome(failure, (with.loop().monotonicNanos() - start) / NANOS);
    }

    private void sent(int alerts, Outcome outcome) {
        sending = false;
        with.metrics().took(outcome.seconds());
        if (outcome.failure().isEmpty()) {
            with.metrics().sent().inc(alerts);
        } else {
            with.metrics().errors().inc(alerts);
            with.metrics().dropped().inc(alerts);
            LOG.atError()
                    .addKeyValue("alertmanager", address.shown())
                    .addKeyValue("alerts", alerts)
                    .addKeyValue("err", outcome.failure())
                    .log("Error sending alerts");
        }
        send();
    }
}
