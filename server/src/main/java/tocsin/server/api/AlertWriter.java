package tocsin.server.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.server.api.Alerting.AlertView;
import tocsin.server.api.Alerting.GroupView;
import tocsin.server.api.Alerting.Status;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/// Writes lists of alerts and groups while they are found: a hundred thousand alerts need no tree,
/// and nobody waits for the last before the first is sent.
final class AlertWriter {
    private static final byte[] ANNOTATIONS = bytes("{'annotations':");
    private static final byte[] ENDS_AT = bytes(",'endsAt':");
    private static final byte[] FINGERPRINT = bytes(",'fingerprint':'");
    private static final byte[] RECEIVERS = bytes("','receivers':[");
    private static final byte[] STARTS_AT = bytes("],'startsAt':");
    private static final byte[] INHIBITED_BY = bytes(",'status':{'inhibitedBy':[");
    private static final byte[] MUTED_BY = bytes("],'mutedBy':[");
    private static final byte[] SILENCED_BY = bytes("],'silencedBy':[");
    private static final byte[] STATE = bytes("],'state':");
    private static final byte[] UPDATED_AT = bytes("},'updatedAt':");
    private static final byte[] GENERATOR_URL = bytes(",'generatorURL':");
    private static final byte[] LABELS = bytes(",'labels':");
    private static final byte[] NAME = bytes("{'name':");
    private static final byte[] ALERTS = bytes("{'alerts':[");
    private static final byte[] GROUP_LABELS = bytes("],'labels':");
    private static final byte[] RECEIVER = bytes(",'receiver':");
    private static final byte[] ROUTE_LABELS = bytes(",'routeLabels':");

    private final JsonBytes json;

    private AlertWriter(JsonBytes json) {
        this.json = json;
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(US_ASCII);
    }

    static Response alerts(Parts<AlertView> alerts) {
        return answer(alerts, AlertWriter::alert);
    }

    static Response groups(Parts<GroupView> groups) {
        return answer(groups, AlertWriter::group);
    }

    /// Writes one of a list.
    @FunctionalInterface
    private interface Each<T> {
        void write(AlertWriter writer, T item) throws IOException;
    }

    private static <T> Response answer(Parts<T> items, Each<T> each) {
        StreamingOutput stream =
                out -> {
                    var json = new JsonBytes(out);
                    try {
                        new AlertWriter(json).all(items, each);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw (IOException) new InterruptedIOException("stopped").initCause(e);
                    }
                    json.raw('\n');
                    json.flush();
                };
        return Response.ok(stream, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private <T> void all(Parts<T> items, Each<T> each) throws IOException, InterruptedException {
        json.raw('[');
        boolean isFirst = true;
        for (List<T> part = items.next(); !part.isEmpty(); part = items.next()) {
            for (T item : part) {
                separate(isFirst);
                each.write(this, item);
                isFirst = false;
            }
        }
        json.raw(']');
    }

    private void separate(boolean isFirst) throws IOException {
        if (!isFirst) {
            json.raw(',');
        }
    }

    private void alert(AlertView view) throws IOException {
        Alert alert = view.alert();
        json.raw(ANNOTATIONS);
        labels(alert.annotations());
        json.raw(ENDS_AT);
        json.time(alert.endsAt());
        json.raw(FINGERPRINT);
        json.hex(alert.labels().fingerprintBits());
        json.raw(RECEIVERS);
        receivers(view.receivers());
        json.raw(STARTS_AT);
        json.time(alert.startsAt());
        status(view.status());
        json.raw(UPDATED_AT);
        json.time(alert.updatedAt());
        if (!alert.generatorUrl().isEmpty()) {
            json.raw(GENERATOR_URL);
            json.string(alert.generatorUrl());
        }
        json.raw(LABELS);
        labels(alert.labels());
        json.raw('}');
    }

    private void receivers(List<String> names) throws IOException {
        for (int i = 0; i < names.size(); i++) {
            separate(i == 0);
            named(names.get(i));
        }
    }

    private void named(String name) throws IOException {
        json.raw(NAME);
        json.string(name);
        json.raw('}');
    }

    private void status(Status status) throws IOException {
        json.raw(INHIBITED_BY);
        texts(status.inhibitedBy());
        json.raw(MUTED_BY);
        texts(status.mutedBy());
        json.raw(SILENCED_BY);
        texts(status.silencedBy());
        json.raw(STATE);
        json.string(status.state());
    }

    private void texts(List<String> texts) throws IOException {
        for (int i = 0; i < texts.size(); i++) {
            separate(i == 0);
            json.string(texts.get(i));
        }
    }

    private void labels(Labels labels) throws IOException {
        json.raw('{');
        for (int i = 0; i < labels.size(); i++) {
            separate(i == 0);
            json.string(labels.name(i));
            json.raw(':');
            json.string(labels.value(i));
        }
        json.raw('}');
    }

    private void group(GroupView group) throws IOException {
        json.raw(ALERTS);
        List<AlertView> alerts = group.alerts();
        for (int i = 0; i < alerts.size(); i++) {
            separate(i == 0);
            alert(alerts.get(i));
        }
        json.raw(GROUP_LABELS);
        labels(group.labels());
        json.raw(RECEIVER);
        named(group.receiver());
        json.raw(ROUTE_LABELS);
        labels(group.routeLabels());
        json.raw('}');
    }
}
