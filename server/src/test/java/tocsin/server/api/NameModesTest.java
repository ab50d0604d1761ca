package tocsin.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import tocsin.labels.MatcherParser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

class NameModesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final MatcherParser CLASSIC =
            new MatcherParser(MatcherParser.Mode.CLASSIC, "test");
    private static final MatcherParser FALLBACK =
            new MatcherParser(MatcherParser.Mode.FALLBACK, "test");

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static AlertPosts.Posted alerts(MatcherParser parser, String text) throws IOException {
        return AlertPosts.read(
                body(text), NOW, Duration.ofMinutes(5), parser::accepts, AlertBounds.NONE);
    }

    private static Alerting.PostedSilence silence(MatcherParser parser, String name)
            throws IOException {
        String text =
                """
                {"matchers": [{"name": "ok", "value": "1", "isRegex": false},
                              {"name": "%s", "value": "1", "isRegex": false}],
                 "startsAt": "2026-01-02T00:00:00Z", "endsAt": "2026-01-03T00:00:00Z",
                 "createdBy": "me", "comment": "c"}
                """
                        .formatted(name);
        return SilencePosts.read(body(text), NOW, parser::accepts);
    }

    @Test
    void theClassicModeRefusesOneAlertAndTakesTheOther() throws IOException {
        var posted = alerts(CLASSIC, "[{\"labels\":{\"Σ\":\"1\"}},{\"labels\":{\"_s1\":\"Σ\"}}]");

        assertThat(posted.refusals().lines())
                .containsExactly("invalid label set: invalid name \"Σ\"");
        assertThat(posted.alerts()).hasSize(1);
        assertThat(posted.alerts().getFirst().labels().get("_s1")).isEqualTo("Σ");
    }

    @Test
    void theClassicModeRefusesNamesOfAnnotations() throws IOException {
        var posted = alerts(CLASSIC, "[{\"labels\":{\"a\":\"1\"},\"annotations\":{\"0\":\"x\"}}]");

        assertThat(posted.refusals().lines())
                .containsExactly("invalid annotations: invalid name \"0\"");
        assertThat(posted.alerts()).isEmpty();
    }

    @Test
    void otherwiseAnyTextIsAName() throws IOException {
        var posted = alerts(FALLBACK, "[{\"labels\":{\"Σ\":\"1\"}}]");

        assertThat(posted.refusals().lines()).isEmpty();
        assertThat(posted.alerts()).hasSize(1);
        assertThat(silence(FALLBACK, "Σ").matchers()).hasSize(2);
    }

    @Test
    void theClassicModeRefusesASilenceByTheNameOfItsMatcher() throws IOException {
        assertThat(silence(CLASSIC, "b").matchers()).hasSize(2);
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> silence(CLASSIC, "Σ"))
                .extracting(refused -> refused.getResponse().getEntity().toString().strip())
                .isEqualTo(
                        "\"invalid silence: invalid label matcher 1 in set 0:"
                                + " invalid label name \\\"Σ\\\"\"");
    }
}
