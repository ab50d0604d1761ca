package tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Sink;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Notifier;

import java.util.Map;

final class WebhookTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(new WebhookKind(), Map.of(), "{url: '" + url + "/hook/secret-token'}");
    }

    @Test
    void theBodyIsUpstreams() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url())
                    .send(
                            Fixtures.notification(
                                    Fixtures.firing("a:9100"), Fixtures.resolved("b<9100")));
            assertThat(sink.request().header("Idempotency-Key")).startsWith("0123456789abcdef");
            assertThat(sink.request().header("Content-Type")).isEqualTo("application/json");
            assertThat(sink.request().body())
                    .isEqualTo(
                            """
                            {"receiver":"team\\\\.x","status":"firing","alerts":[\
                            {"status":"firing","labels":{"alertname":"HighCPU",\
                            "instance":"a:9100","job":"node","severity":"critical"},\
                            "annotations":{"summary":"CPU high on a:9100"},\
                            "startsAt":"2026-08-16T09:00:30Z","endsAt":"0001-01-01T00:00:00Z",\
                            "generatorURL":"http://prom/graph?g0.expr=up",\
                            "fingerprint":"f640b7e1ff8afe25"},\
                            {"status":"resolved","labels":{"alertname":"HighCPU",\
                            "instance":"b\\u003c9100","job":"node","severity":"critical"},\
                            "annotations":{"summary":"CPU high on b\\u003c9100"},\
                            "startsAt":"2026-08-16T09:00:30Z","endsAt":"2026-08-16T10:00:10Z",\
                            "generatorURL":"http://prom/graph?g0.expr=up",\
                            "fingerprint":"%s"}],\
                            "notification_reason":"first notification",\
                            "groupLabels":{"alertname":"HighCPU","team":"sre"},\
                            "commonLabels":{"alertname":"HighCPU","job":"node",\
                            "severity":"critical"},"commonAnnotations":{},"routeLabels":{},\
                            "externalURL":"http://am.example:9093","version":"4",\
                            "groupKey":"{}:{alertname=\\"HighCPU\\"}","truncatedAlerts":0}
                            """
                                    .formatted(Fixtures.resolved("b<9100").fingerprint()));
        }
    }

    @Test
    void aPayloadOfOnesOwnIsReadAsYamlLeafByLeaf() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            Fixtures.read(
                            new WebhookKind(),
                            Map.of(),
                            """
                            url: '%s/{{ status }}'
                            max_alerts: 1
                            payload:
                              text: 'team {{ team }}'
                              number: '12'
                              '{{ team }}': [yes, 'yes', 1.10, "{a: 1, b: [x]}", '', '0x10']
                            """
                                    .formatted(sink.url()))
                    .send(Fixtures.notification(Fixtures.firing("a"), Fixtures.firing("b")));
            assertThat(sink.request().target()).isEqualTo("/firing");
            assertThat(sink.request().body())
                    .isEqualTo(
                            """
                            {"number":12,"sre":[true,true,1.1,{"a":1,"b":["x"]},null,16],\
                            "text":"team sre"}
                            """);
        }
    }

    @Test
    void alertsBeyondTheLimitAreCounted() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            Fixtures.read(new WebhookKind(), Map.of(), "{url: '" + sink.url() + "', max_alerts: 1}")
                    .send(Fixtures.notification(Fixtures.firing("a"), Fixtures.firing("b")));
            assertThat(sink.request().json()).containsEntry("truncatedAlerts", 1L);
        }
    }

    @Test
    void anEmptyUrlIsRefused() throws InterruptedException {
        Delivery delivery =
                Fixtures.read(new WebhookKind(), Map.of(), "{url: '<secret>'}")
                        .send(Fixtures.notification(Fixtures.firing("a")));
        assertThat(delivery).isInstanceOf(Refused.class);
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new WebhookKind(), "{}"))
                .contains("one of url or url_file must be configured");
        assertThat(Fixtures.problems(new WebhookKind(), "{url: http://x, url_file: y}"))
                .contains("at most one of url & url_file must be configured");
        assertThat(Fixtures.problems(new WebhookKind(), "{url: http://x, timeout: 1d}"))
                .contains("timeout");
    }
}
