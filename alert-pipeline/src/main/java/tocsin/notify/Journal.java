package tocsin.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import tocsin.alert.Alert;
import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.nflog.LogKey;

import java.util.List;

/// Writes down what happens between one group and one integration.
record Journal(Surroundings with, LogKey key) {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /// Something happened.
    void note(Event.Kind kind, List<Alert> alerts, String detail) {
        with.recorder().add(event(kind, alerts, detail));
    }

    /// Nothing is told, as long as it stands so.
    void held(List<Alert> alerts, String why) {
        with.recorder()
                .stands(key.group(), key.place(), List.of(event(Event.Kind.HELD, alerts, why)));
    }

    private Event event(Event.Kind kind, List<Alert> alerts, String detail) {
        List<Fingerprint> ids = alerts.stream().map(Alert::fingerprint).toList();
        return Event.of(with.loop().now(), kind, ids, key.group(), key.place(), detail);
    }

    /// A line of the log, for operators.
    LoggingEventBuilder warn(Message message, int attempts) {
        return LOG.atWarn()
                .addKeyValue("receiver", key.receiver())
                .addKeyValue("integration", key.integration() + "[" + key.index() + "]")
                .addKeyValue("aggrGroup", key.group())
                .addKeyValue("attempts", attempts)
                .addKeyValue("num_alerts", message.alerts().size());
    }
}
