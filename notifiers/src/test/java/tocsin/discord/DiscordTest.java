package tocsin.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.util.Map;

final class DiscordTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new DiscordKind(),
                Map.of(),
                "{webhook_url: '"
                        + url
                        + "/secret-token', content: c, username: u, avatar_url: a}");
    }

    private static Sink.Reply taken() {
        return Sink.reply(204, "", "");
    }

    @Test
    void anEmbedIsPosted() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"content":"c","embeds":[{"title":"<discord.default.title>",
                                     "description":"<discord.default.message>","color":10038562}],
                                     "username":"u","avatar_url":"a"}
                                    """));
        }
    }

    @Test
    void itsColorSaysThatItIsOver() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.resolved("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"content":"c","embeds":[{"title":"<discord.default.title>",
                                     "description":"<discord.default.message>","color":3066993}],
                                     "username":"u","avatar_url":"a"}
                                    """));
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new DiscordKind(), "{}"))
                .contains("one of webhook_url or webhook_url_file must be configured");
        assertThat(
                        Fixtures.problems(
                                new DiscordKind(), "{webhook_url: http://x, webhook_url_file: y}"))
                .contains("at most one of webhook_url & webhook_url_file must be configured");
    }
}
