package tocsin.notify;

import tocsin.history.Recorder;
import tocsin.loop.EventLoop;
import tocsin.nflog.NotificationLog;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.outbox.Desk;
import tocsin.outbox.Health;
import tocsin.outbox.Letters;
import tocsin.outbox.Pauses;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// What every courier needs.
///
/// @param senders runs sends, which block
/// @param peerStep how long each member waits for the one before it
record Surroundings(
        EventLoop loop,
        Executor senders,
        Peers peers,
        NotificationLog log,
        Claims claims,
        Letters letters,
        Pauses pauses,
        Recorder recorder,
        NotifyMetrics metrics,
        RandomGenerator chance,
        Duration peerStep) {
    /// Tells a desk, and whoever measures, what became of an attempt.
    void report(Desk<Courier> desk, Delivery delivery, Duration took) {
        metrics.attempted(desk.place().integration(), took, delivery instanceof Delivered);
        switch (delivery) {
            case Delivered _ -> desk.succeeded(took);
            case TryLater(Duration pause, var reason, String cause) ->
                    desk.failed(failure(reason, cause), took, pause);
            case Refused(var reason, String cause) -> desk.refused(failure(reason, cause), took);
        }
    }

    private Health.Failure failure(Delivery.Reason reason, String cause) {
        return new Health.Failure(loop.now(), reason.label(), cause);
    }
}
