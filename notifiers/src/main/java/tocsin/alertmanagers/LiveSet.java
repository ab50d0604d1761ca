package tocsin.alertmanagers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.loop.EventLoop;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;

/// The Alertmanagers of one set as they are found, looked up again and again. Belongs to its loop.
final class LiveSet {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSet.class);

    /// How many Alertmanagers a set may have; more are left out, and told.
    static final int MOST = 1_000;

    private final Alertmanagers.Ready ready;
    private final Surroundings with;
    private final Runnable changed;
    private final List<List<TargetGroup>> found = new ArrayList<>();
    private final Map<URI, AlertmanagerQueue> queues = new LinkedHashMap<>();
    private final List<AlertmanagerQueue> gone = new ArrayList<>();
    private Targets targets = Targets.NONE;
    private boolean left;

    /// Where it runs, and what makes its queues.
    record Surroundings(
            EventLoop loop,
            Executor io,
            Function<AlertmanagerQueue.Address, AlertmanagerQueue> queues) {}

    LiveSet(Alertmanagers.Ready ready, Surroundings with, Runnable changed) {
        this.ready = ready;
        this.with = with;
        this.changed = changed;
        ready.finders().forEach(_ -> found.add(List.of()));
    }

    Alertmanagers.Ready ready() {
        return ready;
    }

    void start() {
        for (int i = 0; i < found.size(); i++) {
            look(i);
        }
    }

    private void look(int index) {
        if (left) {
            return;
        }
        with.io()
                .execute(() -> {
                    List<TargetGroup> groups;
                    try {
                        groups = ready.finders().get(index).find();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                        return;
                    } catch (IOException | RuntimeException e) {
                        LOG.atError()
                                .addKeyValue("err", String.valueOf(e))
                                .log("Alertmanagers cannot be looked up; those found last go on");
                        tell(() -> again(index));
                        return;
                    }
                    tell(() -> {
                        found.set(index, groups);
                        update();
                        again(index);
                    });
                });
    }

    private void tell(Runnable news) {
        try {
            with.loop().execute(news);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().addKeyValue("err", e).log("Nobody asks for Alertmanagers any more");
        }
    }

    private void again(int index) {
        Discovery discovery = ready.set().discoveries().get(index);
        if (discovery.refresh().isPositive()) {
            with.loop().after(discovery.refresh(), () -> look(index));
        }
    }

    private void update() {
        if (left) {
            return;
        }
        targets = Targets.of(ready.set(), found.stream().flatMap(List::stream).toList());
        targets.wrong().forEach(words -> LOG.atError().addKeyValue("err", words).log("No target"));
        if (targets.active().size() > MOST) {
            LOG.atError()
                    .addKeyValue("found", targets.active().size())
                    .addKeyValue("used", MOST)
                    .log("Too many Alertmanagers; the last are left out");
        }
        List<URI> used = targets.active().stream().limit(MOST).toList();
        for (URI url : List.copyOf(queues.keySet())) {
            if (!used.contains(url)) {
                gone.add(queues.remove(url));
            }
        }
        for (URI url : used) {
            queues.computeIfAbsent(
                    url,
                    _ ->
                            with.queues()
                                    .apply(
                                            new AlertmanagerQueue.Address(
                                                    url,
                                                    shown(url),
                                                    ready.set().endpoint().timeout(),
                                                    ready.post())));
        }
        changed.run();
    }

    /// Without a name and a password.
    static String shown(URI url) {
        String login = url.getRawUserInfo();
        return login == null ? url.toString() : url.toString().replace(login + "@", "");
    }

    void send(List<SentAlert> alerts) {
        if (!alerts.isEmpty()) {
            List.copyOf(queues.values()).forEach(queue -> queue.add(alerts));
        }
    }

    Set<URI> active() {
        return queues.keySet();
    }

    Set<URI> dropped() {
        return targets.dropped();
    }

    Stream<AlertmanagerQueue> queues() {
        return Stream.concat(queues.values().stream(), gone.stream());
    }

    void forgetIdle() {
        gone.removeIf(AlertmanagerQueue::isIdle);
    }

    /// Looks for no more.
    ///
    /// @param drains whether what waits is still sent
    void leave(boolean drains) {
        left = true;
        gone.addAll(queues.values());
        queues.clear();
        if (!drains) {
            gone.forEach(AlertmanagerQueue::drop);
        }
    }

    boolean hasLeft() {
        forgetIdle();
        return left && gone.isEmpty();
    }
}
