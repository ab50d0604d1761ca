package tocsin.victorops;

import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.Cut;
import tocsin.integration.GroupHash;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Json;
import tocsin.integration.Urls;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Opens an incident for a group, under the group's hash, and recovers it when the group has ended.
record VictorOps(HttpSender sender, URI api, Secret key, Texts texts)
        implements HttpNotifier.Attempt {
    private static final int STATE_RUNES = 20_480;
    private static final Set<String> TYPES = Set.of("INFO", "WARNING", "CRITICAL");

    /// What an incident says, as templates.
    record Texts(
            String routingKey,
            String messageType,
            String stateMessage,
            String entityDisplayName,
            String monitoringTool,
            Map<String, String> customFields) {
        /// Copies the fields.
        Texts {
            customFields = Map.copyOf(customFields);
        }
    }

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        String type = words.text(texts.messageType());
        if (!notification.isFiring()) {
            type = "RECOVERY";
        } else if (!TYPES.contains(type)) {
            type = "CRITICAL";
        }
        Map<String, Object> body = new TreeMap<>();
        body.put("message_type", type);
        body.put("entity_id", GroupHash.of(notification));
        body.put("entity_display_name", words.text(texts.entityDisplayName()));
        body.put("state_message", Cut.toRunes(words.text(texts.stateMessage()), STATE_RUNES));
        body.put("monitoring_tool", words.text(texts.monitoringTool()));
        for (Map.Entry<String, String> each : texts.customFields().entrySet()) {
            body.put(each.getKey(), words.text(each.getValue()));
        }
        String where =
                api
                        + Urls.segment(words.text(key.reveal()).strip())
                        + "/"
                        + Urls.segment(words.text(texts.routingKey()));
        return sender.deliver(Request.json(Urls.of(where), Json.encode(body), Duration.ZERO));
    }
}
