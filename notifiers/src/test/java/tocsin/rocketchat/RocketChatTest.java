package tocsin.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Notifier;

import java.util.Map;

final class RocketChatTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new RocketChatKind(),
                Map.of(),
                "{api_url: '"
                        + url
                        + "/', token: secret-token, token_id: id, channel: '#ops', color: red, "
                        + "fields: [{title: a, value: b}], short_fields: true, "
                        + "actions: [{type: x, text: t, url: u, msg: m}]}");
    }

    private static Sink.Reply taken() {
        return Sink.json(200, "{\"success\":true}");
    }

    @Test
    void aMessageIsPosted() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"channel":"#ops","emoji":"<rocketchat.default.emoji>",
                                     "avatar":"<rocketchat.default.iconurl>","attachments":[{
                                     "title":"<rocketchat.default.title>","title_link":"<rocketchat.default.titlelink>",
                                     "text":"<rocketchat.default.text>","color":"red",
                                     "fields":[{"short":true,"title":"a","value":"b"}],
                                     "actions":[{"type":"button","text":"t","url":"u","is_webview":false,"msg":"m",
                                     "msg_in_chat_window":false}]}]}
                                    """));
        }
    }

    @Test
    void whatIsRefusedIsSaid() throws InterruptedException {
        try (var sink = new Sink(Sink.json(200, "{\"success\":false,\"error\":\"no room\"}"))) {
            Delivery delivery =
                    notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(((Refused) delivery).cause())
                    .isEqualTo("channel \"#ops\": error response from Rocketchat: no room");
            assertThat(sink.request().header("X-Auth-Token")).isEqualTo("secret-token");
            assertThat(sink.request().header("X-User-Id")).isEqualTo("id");
            assertThat(sink.request().target()).isEqualTo("/api/v1/chat.postMessage");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new RocketChatKind(), "{}"))
                .contains("no global Rocketchat TokenID set");
        assertThat(Fixtures.problems(new RocketChatKind(), "{token_id: x}"))
                .contains("no global Rocketchat Token set");
    }
}
