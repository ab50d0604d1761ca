package tocsin.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.GroupHash;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notifier;

import java.net.URI;
import java.util.Map;

final class PagerDutyTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new PagerDutyKind(), Map.of(), "{url: '" + url + "', routing_key: secret-token}");
    }

    private static Sink.Reply taken() {
        return Sink.json(202, "{\"status\":\"success\"}");
    }

    private static final String HASH = GroupHash.of(Fixtures.notification());

    @Test
    void anEventOpensAnIncident() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            Fixtures.read(
                            new PagerDutyKind(),
                            Map.of("pagerduty_url", sink.url()),
                            """
                            routing_key: 'key-{{ team }}'
                            class: c
                            component: o
                            group: g
                            details: {num_firing: one, mine: ["1", {a: b}]}
                            images: [{src: s, alt: a, href: h}, {alt: dropped}]
                            links: [{href: h, text: t}, {text: dropped}]
                            """)
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"routing_key":"key-sre","dedup_key":"%s","event_action":"trigger",
                                     "payload":{"summary":"<pagerduty.default.description>",
                                     "source":"<pagerduty.default.client>","severity":"error","class":"c",
                                     "component":"o","group":"g","custom_details":{
                                     "firing":"{{ .Alerts.Firing | toJson }}","num_firing":"one",
                                     "num_resolved":"{{ .Alerts.Resolved | len }}",
                                     "resolved":"{{ .Alerts.Resolved | toJson }}","mine":[1,{"a":"b"}]}},
                                     "client":"<pagerduty.default.client>","client_url":"<pagerduty.default.clientURL>",
                                     "images":[{"src":"s","alt":"a","href":"h"}],"links":[{"href":"h","text":"t"}]}
                                    """
                                            .formatted(HASH)));
        }
    }

    @Test
    void anEndClosesIt() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.resolved("a")));
            assertThat(sink.request().json()).containsEntry("event_action", "resolve");
        }
    }

    @Test
    void detailsThatAreTooMuchAreLeftOut() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            Fixtures.read(
                            new PagerDutyKind(),
                            Map.of(),
                            "{url: '"
                                    + sink.url()
                                    + "', routing_key: k, details: {x: '"
                                    + "y".repeat(600_000)
                                    + "'}}")
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().body()).hasSizeLessThan(2000).contains("512KB");
        }
    }

    @Test
    void theFirstVersionOfTheApiStillWorks() throws InterruptedException {
        try (var sink = new Sink(taken(), Sink.text(403, ""))) {
            Notifier first =
                    Fixtures.read(
                            new PagerDutyKind(URI.create(sink.url() + "/create_event.json")),
                            Map.of(),
                            "{service_key: k}");
            first.send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .containsEntry("service_key", "k")
                    .containsEntry("incident_key", HASH)
                    .containsEntry("event_type", "trigger")
                    .containsEntry("description", "<pagerduty.default.description>")
                    .containsEntry("event_action", "")
                    .containsEntry("client", "<pagerduty.default.client>")
                    .containsKey("details");
            assertThat(first.send(Fixtures.notification(Fixtures.firing("a"))))
                    .isInstanceOf(TryLater.class);
        }
    }

    @Test
    void whatIsWrongWithAnEventIsSaid() throws InterruptedException {
        try (var sink =
                new Sink(Sink.json(400, "{\"message\":\"bad\",\"errors\":[\"x\",\"y\"]}"))) {
            Delivery delivery =
                    notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(((Refused) delivery).cause())
                    .isEqualTo("unexpected status code 400: bad: x,y");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new PagerDutyKind(), "{}"))
                .contains("missing service or routing key in PagerDuty config");
        assertThat(Fixtures.problems(new PagerDutyKind(), "{routing_key: a, routing_key_file: b}"))
                .contains("at most one of routing_key & routing_key_file must be configured");
    }
}
