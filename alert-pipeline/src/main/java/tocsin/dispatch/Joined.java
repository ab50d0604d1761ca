package tocsin.dispatch;

import tocsin.alert.Alert;
import tocsin.history.Event;
import tocsin.history.Recorder;
import tocsin.labels.Fingerprint;
import tocsin.loop.EventLoop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/// Writes down which alerts joined which groups: those that came together in one event for each
/// group, at the end of the turn or before the next flush. In a storm a group's key would otherwise
/// be written for each of its alerts. Confined to one loop.
final class Joined {
    private final EventLoop loop;
    private final Recorder recorder;
    private final Map<Group, List<Fingerprint>> alerts = new LinkedHashMap<>();
    private Instant at = Instant.EPOCH;

    Joined(EventLoop loop, Recorder recorder) {
        this.loop = loop;
        this.recorder = recorder;
    }

    void add(Group group, Alert alert) {
        boolean first = alerts.isEmpty();
        alerts.computeIfAbsent(group, _ -> new ArrayList<>(1)).add(alert.fingerprint());
        if (first) {
            at = loop.now();
            try {
                loop.execute(this::tell);
            } catch (RejectedExecutionException e) {
                tell(); // the loop is full
            }
        }
    }

    void tell() {
        if (alerts.isEmpty()) {
            return;
        }
        alerts.forEach((group, joined) ->
                recorder.add(
                        Event.of(
                                at,
                                Event.Kind.GROUPED,
                                joined,
                                group.key(),
                                group.route().receiver(),
                                "next flush " + group.state().nextFlush())));
        alerts.clear();
    }
}
