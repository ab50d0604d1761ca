package tocsin.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.GroupHash;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.util.Map;

final class OpsgenieTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new OpsgenieKind(), Map.of(), "{api_url: '" + url + "', api_key: secret-token}");
    }

    private static Sink.Reply taken() {
        return Sink.json(202, "{}");
    }

    private static final String HASH = GroupHash.of(Fixtures.notification());

    @Test
    void anAlertIsOpened() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            Fixtures.read(
                            new OpsgenieKind(),
                            Map.of("opsgenie_api_url", sink.url(), "opsgenie_api_key", "k"),
                            """
                            details: {job: mine}
                            entity: e
                            actions: a
                            tags: 't1, t2,'
                            note: n
                            priority: P1
                            responders: [{name: 'x,y', type: Teams}, {username: u, type: user}]
                            """)
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"alias":"%s","message":"<opsgenie.default.message>",
                                     "description":"<opsgenie.default.description>",
                                     "details":{"alertname":"HighCPU","instance":"a","job":"mine","severity":"critical"},
                                     "source":"<opsgenie.default.source>",
                                     "responders":[{"name":"x","type":"team"},{"name":"y","type":"team"},
                                     {"username":"u","type":"user"}],
                                     "tags":["t1","t2"],"note":"n","priority":"P1","entity":"e","actions":["a"]}
                                    """
                                            .formatted(HASH)));
        }
    }

    @Test
    void andUpdatedWhereThatIsWanted() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            Fixtures.read(
                            new OpsgenieKind(),
                            Map.of(),
                            "{api_url: '" + sink.url() + "', api_key: k, update_alerts: true}")
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.requests())
                    .extracting(each -> each.method() + " " + each.target())
                    .containsExactly(
                            "POST /v2/alerts",
                            "PUT /v2/alerts/" + HASH + "/message?identifierType=alias",
                            "PUT /v2/alerts/" + HASH + "/description?identifierType=alias");
            assertThat(sink.requests())
                    .allMatch(each -> each.header("Authorization").equals("GenieKey k"));
        }
    }

    @Test
    void andClosed() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.resolved("a")));
            assertThat(sink.request().target())
                    .isEqualTo("/v2/alerts/" + HASH + "/close?identifierType=alias");
            assertThat(sink.request().json())
                    .isEqualTo(Map.of("source", "<opsgenie.default.source>"));
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new OpsgenieKind(), "{}"))
                .contains("no global OpsGenie API Key set either inline or in a file");
        assertThat(Fixtures.problems(new OpsgenieKind(), "{api_key: k, responders: [{type: x}]}"))
                .contains("responder has to have at least one of id, username or name");
        assertThat(
                        Fixtures.problems(
                                new OpsgenieKind(), "{api_key: k, responders: [{id: a, type: x}]}"))
                .contains("responder type x is not valid");
    }
}
