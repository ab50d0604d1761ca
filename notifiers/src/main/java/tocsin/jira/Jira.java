package tocsin.jira;

import org.jspecify.annotations.Nullable;

import tocsin.http.Answer;
import tocsin.http.Answers;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.integration.Cut;
import tocsin.integration.GroupHash;
import tocsin.integration.HttpNotifier;
import tocsin.integration.Json;
import tocsin.integration.JsonObject;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.jira.JiraSettings.Text;
import tocsin.jira.JiraSettings.Transitions;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps one issue for a group, found again by a label that holds the group's hash: created when
/// the group first fires, updated with each notification, resolved at its end and reopened when it
/// fires again.
record Jira(HttpSender sender, JiraSettings settings) implements HttpNotifier.Attempt {
    private static final int SUMMARY_RUNES = 255;
    private static final int DESCRIPTION_RUNES = 32_767;
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/json", "Accept-Language", "en");

    /// An issue that was found.
    private record Issue(String key, String category) {}

    /// An answer that ends the attempt.
    private static final class Stopped extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Delivery delivery;

        private Stopped(Delivery delivery) {
            this.delivery = delivery;
        }
    }

    @Override
    public Delivery tell(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        try {
            return keep(notification, words);
        } catch (Stopped stopped) {
            return stopped.delivery;
        }
    }

    private Delivery keep(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        boolean firing = notification.isFiring();
        Optional<Issue> issue = find(notification, words);
        if (issue.isEmpty()) {
            if (!firing) {
                return new Delivered(Map.of(), "no issue to resolve");
            }
            Answer answer = ask("POST", "/issue", body(notification, words, false));
            return new Delivered(
                    Map.of(), "created " + Json.text(Json.object(answer.body()), "key"));
        }
        String key = issue.get().key();
        ask("PUT", "/issue/" + key, body(notification, words, true));
        boolean done = issue.get().category().equals("done");
        Transitions transitions = settings.transitions();
        String transition = "";
        if (firing && done) {
            transition = transitions.reopen();
        } else if (!firing && !done) {
            transition = transitions.resolve();
        }
        if (!transition.isEmpty()) {
            move(key, transition);
        }
        return new Delivered(Map.of(), "updated " + key);
    }

    private Answer ask(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        Answer answer =
                sender.send(
                        new Request(
                                method,
                                URI.create(settings.api() + path),
                                body,
                                HEADERS,
                                Duration.ZERO));
        Delivery delivery = Answers.judge(answer);
        if (!(delivery instanceof Delivered)) {
            throw new Stopped(delivery);
        }
        return answer;
    }

    private Optional<Issue> find(Notification notification, Words words)
            throws WordingException, IOException, InterruptedException {
        byte[] body =
                new JsonObject()
                        .with("fields", List.of("status"))
                        .with("jql", query(notification, words.text(settings.project())))
                        .with("maxResults", 2)
                        .bytes();
        Answer answer;
        if (settings.isCloud()) {
            String api = settings.api().toString();
            String third = api.replace("/rest/api/2", "/rest/api/3");
            answer = new Jira(sender, at(third)).ask("POST", "/search/jql", body);
        } else {
            answer = ask("POST", "/search", body);
        }
        if (!(Json.object(answer.text()).get("issues") instanceof List<?> issues)) {
            // an issue made now might be the second
            throw new Stopped(new TryLater(Duration.ZERO, Reason.OTHER, "the answer is no search"));
        }
        if (!issues.isEmpty()) {
            Map<String, Object> first = Json.object(issues.getFirst());
            Map<String, Object> status =
                    Json.object(Json.object(first.get("fields")).get("status"));
            return Optional.of(
                    new Issue(
                            Json.text(first, "key"),
                            Json.text(Json.object(status.get("statusCategory")), "key")));
        }
        return Optional.empty();
    }

    private JiraSettings at(String api) {
        return new JiraSettings(
                URI.create(api),
                settings.flavour(),
                settings.project(),
                settings.issueType(),
                settings.summary(),
                settings.description(),
                settings.labels(),
                settings.priority(),
                settings.transitions(),
                settings.fields());
    }

    private String query(Notification notification, String project) {
        var jql = new StringBuilder();
        Transitions transitions = settings.transitions();
        if (!transitions.wontFix().isEmpty()) {
            jql.append("(resolution is EMPTY or resolution != ")
                    .append(quoted(transitions.wontFix()))
                    .append(") and ");
        }
        long minutes = transitions.reopenDuration().toMinutes();
        if (notification.isFiring() && !transitions.reopen().isEmpty() && minutes > 0) {
            jql.append("(resolutiondate is EMPTY OR resolutiondate >= -")
                    .append(minutes)
                    .append("m) and ");
        } else {
            jql.append("statusCategory != Done and ");
        }
        return jql.append("project=")
                .append(quoted(project))
                .append(" and labels=")
                .append(quoted(label(notification)))
                .append(" order by status ASC,resolutiondate DESC")
                .toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String label(Notification notification) {
        return "ALERT{" + GroupHash.of(notification) + "}";
    }

    private byte[] body(Notification notification, Words words, boolean update)
            throws WordingException, IOException {
        var fields =
                new JsonObject()
                        .with("project", Map.of("key", words.text(settings.project())))
                        .with("issuetype", Map.of("name", words.text(settings.issueType())));
        if (isWritten(settings.summary(), update)) {
            fields.with(
                    "summary",
                    Cut.toRunes(words.text(settings.summary().template()), SUMMARY_RUNES));
        }
        if (isWritten(settings.description(), update)) {
            fields.with(
                    "description",
                    description(
                            Cut.toRunes(
                                    words.text(settings.description().template()),
                                    DESCRIPTION_RUNES)));
        }
        var labels = new ArrayList<String>();
        for (String each : settings.labels()) {
            labels.add(words.text(each));
        }
        labels.add(label(notification));
        labels.sort(null);
        fields.with("labels", labels);
        String priority = words.text(settings.priority());
        if (!priority.isEmpty()) {
            fields.with("priority", Map.of("name", priority));
        }
        settings.fields().renderMap(words).forEach(fields::with);
        return new JsonObject().with("fields", fields.map()).bytes();
    }

    private static boolean isWritten(Text text, boolean update) {
        return !update || text.updates();
    }

    /// The third version of the API wants a document; a template may write one, and a text becomes
    /// one of a single paragraph.
    private @Nullable Object description(String text) {
        if (!settings.wantsDocuments()) {
            return text;
        }
        Map<String, Object> document = Json.object(text);
        if (!document.isEmpty()) {
            return document;
        }
        Object content = text.isEmpty() ? List.of() : List.of(Map.of("type", "text", "text", text));
        return new JsonObject()
                .with("type", "doc")
                .with("version", 1)
                .with("content", List.of(Map.of("type", "paragraph", "content", content)))
                .map();
    }

    private void move(String key, String transition) throws IOException, InterruptedException {
        String path = "/issue/" + key + "/transitions";
        Answer answer = ask("GET", path, new byte[0]);
        Object all = Json.object(answer.text()).get("transitions");
        for (Object each : all instanceof List<?> list ? list : List.of()) {
            Map<String, Object> found = Json.object(each);
            if (Json.text(found, "name").equals(transition)) {
                String body =
                        "{\"transition\":{\"id\":\""
                                + Json.text(found, "id").replaceAll("[^0-9A-Za-z-]", "")
                                + "\"}}\n";
                ask("POST", path, body.getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
        throw new Stopped(
                new Refused(
                        Reason.CLIENT_ERROR,
                        "can't find transition " + transition + " for issue " + key));
    }
}
