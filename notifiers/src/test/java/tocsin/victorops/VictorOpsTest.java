package tocsin.victorops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.GroupHash;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.util.Map;

final class VictorOpsTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new VictorOpsKind(),
                Map.of(),
                "{api_url: '"
                        + url
                        + "', api_key: secret-token, routing_key: 'team {{ team }}', "
                        + "custom_fields: {x: '{{ status }}'}}");
    }

    private static final String HASH = GroupHash.of(Fixtures.notification());

    @Test
    void anIncidentIsOpened() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"message_type":"CRITICAL","entity_id":"%s",
                                     "entity_display_name":"<victorops.default.entity_display_name>",
                                     "state_message":"<victorops.default.state_message>",
                                     "monitoring_tool":"<victorops.default.monitoring_tool>","x":"firing"}
                                    """
                                            .formatted(HASH)));
        }
    }

    @Test
    void andRecovered() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.resolved("a")));
            assertThat(sink.request().json()).containsEntry("message_type", "RECOVERY");
            assertThat(sink.request().target()).isEqualTo("/secret-token/team%20sre");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new VictorOpsKind(), "{}"))
                .contains("missing Routing key in VictorOps config");
        assertThat(
                        Fixtures.problems(
                                new VictorOpsKind(),
                                "{routing_key: a, api_key: b, custom_fields: {entity_id: x}}"))
                .contains("custom field entity_id which cannot be used");
    }
}
