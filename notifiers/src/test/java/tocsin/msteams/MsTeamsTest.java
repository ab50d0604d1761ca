package tocsin.msteams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.util.Map;

final class MsTeamsTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new MsTeamsKind(), Map.of(), "{webhook_url: '" + url + "/secret-token'}");
    }

    @Test
    void aCardIsPosted() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"@context":"http://schema.org/extensions","type":"MessageCard",
                                     "title":"<msteams.default.title>","summary":"<msteams.default.summary>",
                                     "text":"<msteams.default.text>","themeColor":"8C1A1A"}
                                    """));
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new MsTeamsKind(), "{}"))
                .contains("one of webhook_url or webhook_url_file must be configured");
    }
}
