package tocsin.webex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.util.Map;

final class WebexTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new WebexKind(),
                Map.of(),
                "{api_url: '"
                        + url
                        + "', room_id: '{{ team }}', "
                        + "http_config: {authorization: {credentials: secret-token}}}");
    }

    @Test
    void aMessageIsPosted() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"markdown":"<webex.default.message>","roomId":"sre"}
                                    """));
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new WebexKind(), "{}"))
                .contains("missing room_id on webex_config");
        assertThat(Fixtures.problems(new WebexKind(), "{room_id: x}"))
                .contains("missing webex_configs.http_config.authorization");
    }
}
