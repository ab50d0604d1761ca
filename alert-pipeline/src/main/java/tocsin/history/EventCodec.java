package tocsin.history;

import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Events as bytes. Kinds are written by their word, so that an older file can be read when there
/// are more of them.
final class EventCodec {
    private static final int VERSION = 1;

    private EventCodec() {}

    static byte[] encode(Event event) {
        var fields = new FieldWriter(VERSION).instant(event.at()).text(event.kind().word());
        fields.number(event.alerts().size());
        event.alerts().forEach(alert -> fields.fixed(alert.bits()));
        return fields.texts(event.labels().toMap())
                .text(event.group())
                .text(event.receiver())
                .text(event.detail())
                .bytes();
    }

    static Event decode(byte[] bytes) {
        var fields = new FieldReader(bytes, VERSION);
        Instant at = fields.instant();
        Event.Kind kind = kind(fields.text());
        int count = fields.count(Long.BYTES);
        List<Fingerprint> alerts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            alerts.add(new Fingerprint(fields.fixed()));
        }
        var event =
                new Event(
                        at,
                        kind,
                        alerts,
                        Labels.of(fields.texts()),
                        fields.text(),
                        fields.text(),
                        fields.text());
        fields.end();
        return event;
    }

    private static Event.Kind kind(String word) {
        for (Event.Kind kind : Event.Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of event: " + word);
    }
}
