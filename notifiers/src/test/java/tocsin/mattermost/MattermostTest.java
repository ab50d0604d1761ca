package tocsin.mattermost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.util.Map;

final class MattermostTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new MattermostKind(),
                Map.of(),
                "{webhook_url: '"
                        + url
                        + "/secret-token', channel: c, fields: [{title: a, value: b}], "
                        + "props: {card: d}, priority: {priority: Urgent, requested_ack: true, "
                        + "persistent_notifications: true}}");
    }

    @Test
    void onePostWithOneAttachment() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"channel":"c","username":"<mattermost.default.username>","attachments":[{
                                     "fallback":"<mattermost.default.fallback>","color":"<mattermost.default.color>",
                                     "title":"<mattermost.default.title>","title_link":"<mattermost.default.titlelink>",
                                     "text":"<mattermost.default.text>",
                                     "fields":[{"title":"a","value":"b","short":false}]}],
                                     "props":{"card":"d"},
                                     "priority":{"priority":"urgent","requested_ack":true,"persistent_notifications":true}}
                                    """));
        }
    }

    @Test
    void attachmentsOfOnesOwnStandBelowTheText() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            Fixtures.read(
                            new MattermostKind(),
                            Map.of("mattermost_webhook_url", sink.url()),
                            "{text: t, attachments: [{title: x}], "
                                    + "priority: {priority: loud, requested_ack: true}}")
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"text":"t","username":"<mattermost.default.username>",
                                     "attachments":[{"title":"x"}],"priority":{"priority":"standard"}}
                                    """));
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new MattermostKind(), "{}"))
                .contains("missing webhook_url or webhook_url_file on mattermost_config");
        assertThat(Fixtures.problems(new MattermostKind(), "{webhook_url: http://x, fields: [{}]}"))
                .contains("missing title in Mattermost field configuration");
    }
}
