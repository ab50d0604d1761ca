package tocsin.server.ui;

import org.jspecify.annotations.Nullable;

import tocsin.server.api.AlertFilter;
import tocsin.server.api.Alerting;
import tocsin.server.api.Alerting.GroupView;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The groups and their alerts as they were at most a second ago. However many people watch, the
/// pipeline's loop is asked once a second; who comes while it is being asked waits for that answer.
final class Snapshots {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Alerting alerting;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Snapshot latest;

    Snapshots(Alerting alerting) {
        this.alerting = alerting;
    }

    /// All groups at one moment.
    record Snapshot(Instant at, List<GroupView> groups) {}

    Snapshot latest() throws InterruptedException {
        asking.lockInterruptibly();
        try {
            Instant now = alerting.now();
            Snapshot known = latest;
            if (known != null
                    && !now.isBefore(known.at())
                    && now.isBefore(known.at().plus(FRESH))) {
                return known;
            }
            var fresh = new Snapshot(now, alerting.groups(AlertFilter.ALL).rest());
            latest = fresh;
            return fresh;
        } finally {
            asking.unlock();
        }
    }

    /// Forgets the latest one: something was changed that the next page must show.
    void forget() {
        asking.lock();
        try {
            latest = null;
        } finally {
            asking.unlock();
        }
    }
}
