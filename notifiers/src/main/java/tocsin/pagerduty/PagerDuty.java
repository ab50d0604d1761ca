package tocsin.pagerduty;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.http.Answer;
import tocsin.http.Answers;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.http.UnsendableException;
import tocsin.integration.Cut;
import tocsin.integration.GroupHash;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Json;
import tocsin.integration.JsonObject;
import tocsin.integration.Structured;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Opens an incident for a group and closes it when the group has ended. The group's hash is the
/// deduplication key, so that a second event changes nothing.
record PagerDuty(HttpSender sender, Target target, Event event, Duration timeout)
        implements HttpNotifier.Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(PagerDuty.class);
    private static final int SUMMARY_RUNES = 1024;
    private static final int MAX_BYTES = 512_000;
    private static final Map<String, Object> TOO_LARGE =
            Map.of(
                    "error",
                    "Custom details have been removed because the original event exceeds the"
                            + " maximum size of 512KB");

    /// Where events go.
    ///
    /// @param serviceKey given for the first version of the API, which then is used
    record Target(
            URI url,
            URI firstVersionUrl,
            Optional<Secret> routingKey,
            Optional<Secret> serviceKey) {}

    /// What an event says, as templates.
    record Event(
            String client,
            String clientUrl,
            String description,
            String severity,
            String source,
            String kind,
            String component,
            String group,
            Structured details,
            List<Image> images,
            List<Link> links) {
        /// Copies the lists.
        Event {
            images = List.copyOf(images);
            links = List.copyOf(links);
        }
    }

    /// An image.
    record Image(String src, String alt, String href) {}

    /// A link.
    record Link(String href, String text) {}

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        String action = notification.isFiring() ? "trigger" : "resolve";
        String key = GroupHash.of(notification);
        Map<String, Object> details = event.details().renderMap(words);
        String summary = Cut.toRunes(words.text(event.description()), SUMMARY_RUNES);
        if (target.serviceKey().isPresent()) {
            String service = key(target.serviceKey().get(), "service", words);
            return judged(
                    true,
                    send(
                            target.firstVersionUrl(),
                            first(words, service, key, action).with("description", summary),
                            details,
                            "details"));
        }
        Secret routing = target.routingKey().orElse(Secret.of(""));
        return judged(
                false,
                send(
                        target.url(),
                        second(words, key(routing, "routing", words), key, action)
                                .with("payload", payload(words, summary).map()),
                        details,
                        "payload"));
    }

    private static String key(Secret secret, String what, Words words)
            throws WordingException, IOException {
        String key = words.text(secret.reveal()).strip();
        if (key.isEmpty()) {
            throw new UnsendableException(what + " key cannot be empty");
        }
        return key;
    }

    private JsonObject first(Words words, String service, String key, String action)
            throws WordingException {
        var object =
                new JsonObject()
                        .with("service_key", service)
                        .with("incident_key", key)
                        .with("event_type", action)
                        .with("description", "")
                        .with("event_action", "")
                        .with("payload", null);
        return action.equals("trigger") ? client(object, words) : object;
    }

    private JsonObject client(JsonObject object, Words words) throws WordingException {
        return object.some("client", words.text(event.client()))
                .some("client_url", words.text(event.clientUrl()));
    }

    private JsonObject second(Words words, String routing, String key, String action)
            throws WordingException {
        var images = new ArrayList<Object>();
        for (Image image : event.images()) {
            String src = words.text(image.src());
            if (!src.isEmpty()) {
                images.add(
                        new JsonObject()
                                .with("src", src)
                                .with("alt", words.text(image.alt()))
                                .with("href", words.text(image.href()))
                                .map());
            }
        }
        var links = new ArrayList<Object>();
        for (Link link : event.links()) {
            String href = words.text(link.href());
            if (!href.isEmpty()) {
                links.add(
                        new JsonObject()
                                .with("href", href)
                                .with("text", words.text(link.text()))
                                .map());
            }
        }
        var object =
                new JsonObject()
                        .with("routing_key", routing)
                        .with("dedup_key", key)
                        .with("event_action", action)
                        .with("payload", null);
        return client(object, words).some("images", images).some("links", links);
    }

    private JsonObject payload(Words words, String summary) throws WordingException {
        String severity = words.text(event.severity());
        return new JsonObject()
                .with("summary", summary)
                .with("source", words.text(event.source()))
                .with("severity", severity.isEmpty() ? "error" : severity)
                .some("class", words.text(event.kind()))
                .some("component", words.text(event.component()))
                .some("group", words.text(event.group()));
    }

    private Answer send(URI url, JsonObject object, Map<String, Object> details, String place)
            throws IOException, InterruptedException {
        byte[] body = with(object, details, place).bytes();
        if (body.length > MAX_BYTES) {
            LOG.atWarn()
                    .addKeyValue("size", body.length)
                    .log("Truncated details of a PagerDuty event that exceeds 512KB");
            body = with(object, TOO_LARGE, place).bytes();
        }
        return sender.send(Request.json(url, body, timeout));
    }

    private static JsonObject with(JsonObject object, Map<String, Object> details, String place) {
        if (place.equals("details")) {
            return object.some("details", details);
        }
        var payload = new JsonObject();
        Json.object(object.map().get(place)).forEach(payload::with);
        return object.with(place, payload.some("custom_details", details).map());
    }

    private static Delivery judged(boolean firstVersion, Answer answer) {
        if (firstVersion && answer.status() == 403) {
            return new TryLater(
                    Answers.pause(answer), Reason.RATE_LIMITED, "unexpected status code 403");
        }
        return Answers.judge(answer, details(answer), "");
    }

    private static String details(Answer answer) {
        Map<String, Object> reply = Json.object(answer.body());
        if (reply.isEmpty()) {
            return answer.body();
        }
        String errors =
                reply.get("errors") instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                        : "";
        String message = Json.text(reply, "message");
        return errors.isEmpty() ? message : message + ": " + errors;
    }
}
