package tocsin.incidentio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.util.Map;

final class IncidentIoTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new IncidentIoKind(),
                Map.of(),
                "{url: '" + url + "', alert_source_token: secret-token}");
    }

    private static Sink.Reply taken() {
        return Sink.json(202, "{}");
    }

    @Test
    void theBodyIsThatOfAWebhook() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .containsEntry("version", "1")
                    .containsEntry("status", "firing");
            assertThat(sink.request().header("Authorization")).isEqualTo("Bearer secret-token");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new IncidentIoKind(), "{url: http://x}"))
                .contains(
                        "at least one of alert_source_token, alert_source_token_file or"
                                + " http_config.authorization must be configured");
        assertThat(Fixtures.problems(new IncidentIoKind(), "{alert_source_token: x}"))
                .contains("one of url or url_file must be configured");
    }
}
