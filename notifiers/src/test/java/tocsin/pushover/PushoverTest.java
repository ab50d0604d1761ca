package tocsin.pushover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.net.URI;
import java.util.Map;

final class PushoverTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new PushoverKind(URI.create(url + "/1/messages.json")),
                Map.of(),
                "{user_key: u, token: secret-token, priority: '1', title: 'a b', html: true, ttl:"
                        + " 90s}");
    }

    @Test
    void everythingStandsInTheQuery() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().target())
                    .isEqualTo(
                            "/1/messages.json?device=&expire=3600&html=1"
                                    + "&message=html%3A%3Cpushover.default.message%3E&priority=1"
                                    + "&retry=60&sound=&title=a+b&token=secret-token&ttl=90"
                                    + "&url=%3Cpushover.default.url%3E&url_title=&user=u");
            assertThat(sink.request().body()).isEmpty();
            assertThat(sink.request().header("Content-Type")).isEqualTo("text/plain");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new PushoverKind(), "{token: x}"))
                .contains("one of user_key or user_key_file must be configured");
        assertThat(Fixtures.problems(new PushoverKind(), "{user_key: x}"))
                .contains("one of token or token_file must be configured");
        assertThat(
                        Fixtures.problems(
                                new PushoverKind(),
                                "{user_key: x, token: y, html: true, monospace: true}"))
                .contains("at most one of monospace & html must be configured");
    }
}
