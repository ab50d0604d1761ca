package tocsin.jira;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.GroupHash;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Notifier;

import java.util.Map;

final class JiraTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new JiraKind(),
                Map.of(),
                "{api_url: '"
                        + url
                        + "/rest/api/2', project: P, issue_type: Bug, labels: [x], "
                        + "reopen_transition: Reopen, resolve_transition: Done, "
                        + "reopen_duration: 1h, wont_fix_resolution: Never, "
                        + "fields: {customfield_1: '12'}}");
    }

    private static final String HASH = GroupHash.of(Fixtures.notification());

    private static final Sink.Reply NONE = Sink.json(200, "{\"issues\":[]}");

    private static Sink.Reply found(String category) {
        return Sink.json(
                200,
                "{\"issues\":[{\"key\":\"P-1\",\"fields\":{\"status\":{\"statusCategory\":"
                        + "{\"key\":\""
                        + category
                        + "\"}}}}]}");
    }

    @Test
    void anIssueIsCreated() throws InterruptedException {
        try (var sink = new Sink(NONE, Sink.json(201, "{\"key\":\"P-1\"}"))) {
            Delivery delivery =
                    notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(delivery).isEqualTo(new Delivered(Map.of(), "created P-1"));
            assertThat(sink.requests().getFirst().target()).isEqualTo("/rest/api/2/search");
            assertThat(sink.requests().getFirst().json())
                    .containsEntry(
                            "jql",
                            "(resolution is EMPTY or resolution != \"Never\") and (resolutiondate"
                                    + " is EMPTY OR resolutiondate >= -60m) and project=\"P\" and"
                                    + " labels=\"ALERT{"
                                    + HASH
                                    + "}\" order by status"
                                    + " ASC,resolutiondate DESC");
            assertThat(sink.requests().getLast().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"fields":{"project":{"key":"P"},"issuetype":{"name":"Bug"},
                                     "summary":"<jira.default.summary>",
                                     "description":"<jira.default.description>",
                                     "labels":["ALERT{%s}","x"],
                                     "priority":{"name":"<jira.default.priority>"},
                                     "customfield_1":12}}
                                    """
                                            .formatted(HASH)));
        }
    }

    @Test
    void updatedAndResolved() throws InterruptedException {
        try (var sink =
                new Sink(
                        found("new"),
                        Sink.reply(204, "", ""),
                        Sink.json(
                                200,
                                "{\"transitions\":[{\"id\":\"5\",\"name\":\"Reopen\"},"
                                        + "{\"id\":\"6\",\"name\":\"Done\"}]}"),
                        Sink.reply(204, "", ""))) {
            assertThat(notifier(sink.url()).send(Fixtures.notification(Fixtures.resolved("a"))))
                    .isInstanceOf(Delivered.class);
            assertThat(sink.requests())
                    .extracting(each -> each.method() + " " + each.target())
                    .containsExactly(
                            "POST /rest/api/2/search",
                            "PUT /rest/api/2/issue/P-1",
                            "GET /rest/api/2/issue/P-1/transitions",
                            "POST /rest/api/2/issue/P-1/transitions");
            assertThat(sink.requests().getLast().body())
                    .isEqualTo("{\"transition\":{\"id\":\"6\"}}\n");
        }
    }

    @Test
    void aTransitionThatIsNotThereIsSaid() throws InterruptedException {
        try (var sink =
                new Sink(
                        found("done"),
                        Sink.reply(204, "", ""),
                        Sink.json(200, "{\"transitions\":[]}"))) {
            Delivery delivery =
                    notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(((Refused) delivery).cause())
                    .isEqualTo("can't find transition Reopen for issue P-1");
        }
    }

    @Test
    void anEndWithoutAnIssueNeedsNothing() throws InterruptedException {
        try (var sink = new Sink(NONE)) {
            assertThat(notifier(sink.url()).send(Fixtures.notification(Fixtures.resolved("a"))))
                    .isInstanceOf(Delivered.class);
            assertThat(sink.requests()).hasSize(1);
        }
    }

    @Test
    void theCloudIsAskedByItsThirdVersionAndGetsDocuments() throws InterruptedException {
        try (var sink = new Sink(NONE, Sink.json(201, "{}"))) {
            Fixtures.read(
                            new JiraKind(),
                            Map.of(),
                            "{api_url: '"
                                    + sink.url()
                                    + "/rest/api/3', api_type: cloud, "
                                    + "project: P, issue_type: Bug, description: d}")
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.requests().getFirst().target()).isEqualTo("/rest/api/3/search/jql");
            assertThat(sink.requests().getLast().body())
                    .contains("\"description\":{\"type\":\"doc\",\"version\":1");
        }
    }

    @Test
    void whatShallNotBeUpdatedIsNot() throws InterruptedException {
        try (var sink = new Sink(found("new"), Sink.reply(204, "", ""))) {
            Fixtures.read(
                            new JiraKind(),
                            Map.of("jira_api_url", sink.url()),
                            "{project: P, issue_type: Bug, "
                                    + "summary: {template: s, enable_update: false}}")
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(Json.object(sink.requests().getLast().json().get("fields")))
                    .doesNotContainKey("summary")
                    .containsKey("description");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new JiraKind(), "{}"))
                .contains("no global Jira Cloud URL set");
        assertThat(Fixtures.problems(new JiraKind(), "{api_url: http://x}"))
                .contains("missing project in jira_config");
        assertThat(Fixtures.problems(new JiraKind(), "{api_url: http://x, project: y}"))
                .contains("missing issue_type in jira_config");
        assertThat(
                        Fixtures.problems(
                                new JiraKind(),
                                "{api_url: http://x, project: y, issue_type: z, api_type: w}"))
                .contains("unknown api_type on jira_config");
    }
}
