package tocsin.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notifier;

import java.time.Duration;
import java.util.Map;

final class TelegramTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new TelegramKind(),
                Map.of(),
                "{api_url: '"
                        + url
                        + "', bot_token: secret-token, chat_id: -123, "
                        + "message_thread_id: 7, disable_notifications: true}");
    }

    private static Sink.Reply taken() {
        return Sink.json(200, "{\"ok\":true}");
    }

    @Test
    void aMessageIsSent() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"chat_id":"-123","text":"html:<telegram.default.message>","parse_mode":"HTML",
                                     "disable_web_page_preview":"true","disable_notification":"true","message_thread_id":"7"}
                                    """));
        }
    }

    @Test
    void htmlThatIsTooLongIsNotCut() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            Fixtures.read(
                            new TelegramKind(),
                            Map.of(),
                            "{api_url: '"
                                    + sink.url()
                                    + "', bot_token: t, chat_id: 1, message: '"
                                    + "x".repeat(5000)
                                    + "'}")
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().target()).isEqualTo("/bott/sendMessage");
            assertThat(Json.text(sink.request().json(), "text"))
                    .startsWith("Alertmanager notification could not be sent: message length")
                    .endsWith(
                            "\n\t\t\tPlease check the template used for producing the message"
                                    + " content.");
        }
    }

    @Test
    void aLimitsPauseStandsInTheBody() throws InterruptedException {
        try (var sink =
                new Sink(
                        Sink.json(
                                429,
                                "{\"ok\":false,\"description\":\"slow\","
                                        + "\"parameters\":{\"retry_after\":5}}"))) {
            Delivery delivery =
                    notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(((TryLater) delivery).pause()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new TelegramKind(), "{}"))
                .contains("missing bot_token or bot_token_file on telegram_config");
        assertThat(Fixtures.problems(new TelegramKind(), "{bot_token: x}"))
                .contains("missing chat_id or chat_id_file on telegram_config");
        assertThat(
                        Fixtures.problems(
                                new TelegramKind(), "{bot_token: x, chat_id: 1, parse_mode: y}"))
                .contains("unknown parse_mode on telegram_config");
    }
}
