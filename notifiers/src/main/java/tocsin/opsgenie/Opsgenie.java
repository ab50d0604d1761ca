package tocsin.opsgenie;

import tocsin.alert.Alert;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.Secret;
import tocsin.integration.CommonLabels;
import tocsin.integration.Cut;
import tocsin.integration.GroupHash;
import tocsin.integration.HttpNotifier;
import tocsin.integration.JsonObject;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.labels.Labels;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Opens an alert for a group, under the group's hash as alias, and closes it when the group has
/// ended.
record Opsgenie(HttpSender sender, URI api, Secret key, Texts texts, boolean updates)
        implements HttpNotifier.Attempt {
    private static final int MESSAGE_RUNES = 130;

    /// What an alert says, as templates.
    record Texts(
            String message,
            String description,
            String source,
            Map<String, String> details,
            String entity,
            String actions,
            String tags,
            String note,
            String priority,
            List<Responder> responders) {
        /// Copies the collections.
        Texts {
            details = Map.copyOf(details);
            responders = List.copyOf(responders);
        }
    }

    /// Somebody to be told.
    record Responder(String id, String name, String username, String type) {}

    /// A request to come.
    private record Step(String method, String path, JsonObject body) {}

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        var headers =
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "GenieKey " + words.text(key.reveal()).strip());
        Delivery delivery = new Delivered(Map.of(), "");
        for (Step step : steps(notification, words)) {
            delivery =
                    sender.deliver(
                            new Request(
                                    step.method(),
                                    URI.create(api + step.path()),
                                    step.body().bytes(),
                                    headers,
                                    Duration.ZERO));
            if (!(delivery instanceof Delivered)) {
                return delivery;
            }
        }
        return delivery;
    }

    private List<Step> steps(Notification notification, Words words) throws WordingException {
        String alias = GroupHash.of(notification);
        String one = "v2/alerts/" + alias;
        if (!notification.isFiring()) {
            return List.of(
                    new Step(
                            "POST",
                            one + "/close?identifierType=alias",
                            new JsonObject().with("source", words.text(texts.source()))));
        }
        var steps = new ArrayList<Step>();
        String message = Cut.toRunes(words.text(texts.message()), MESSAGE_RUNES);
        String description = words.text(texts.description());
        steps.add(
                new Step("POST", "v2/alerts", creation(notification, words, message, description)));
        if (updates) {
            steps.add(
                    new Step(
                            "PUT",
                            one + "/message?identifierType=alias",
                            new JsonObject().some("message", message)));
            steps.add(
                    new Step(
                            "PUT",
                            one + "/description?identifierType=alias",
                            new JsonObject().some("description", description)));
        }
        return steps;
    }

    private JsonObject creation(
            Notification notification, Words words, String message, String description)
            throws WordingException {
        Map<String, String> details = new TreeMap<>(Labels.BYTE_ORDER);
        CommonLabels.of(notification.alerts().stream().map(Alert::labels).toList())
                .forEachLabel(details::put);
        for (Map.Entry<String, String> each : texts.details().entrySet()) {
            details.put(each.getKey(), words.text(each.getValue()));
        }
        return new JsonObject()
                .with("alias", GroupHash.of(notification))
                .with("message", message)
                .some("description", description)
                .with("details", details)
                .with("source", words.text(texts.source()))
                .some("responders", responders(words))
                .some("tags", list(words.text(texts.tags())))
                .some("note", words.text(texts.note()))
                .some("priority", words.text(texts.priority()))
                .some("entity", words.text(texts.entity()))
                .some("actions", list(words.text(texts.actions())));
    }

    private List<Object> responders(Words words) throws WordingException {
        var all = new ArrayList<Object>();
        for (Responder each : texts.responders()) {
            String type = words.text(each.type());
            String name = words.text(each.name());
            if (type.equals("teams")) {
                for (String team : list(name)) {
                    all.add(new JsonObject().with("name", team).with("type", "team").map());
                }
                continue;
            }
            all.add(
                    new JsonObject()
                            .some("id", words.text(each.id()))
                            .some("name", name)
                            .some("username", words.text(each.username()))
                            .some("type", type)
                            .map());
        }
        return all;
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(",")).map(String::strip).filter(t -> !t.isEmpty()).toList();
    }
}
