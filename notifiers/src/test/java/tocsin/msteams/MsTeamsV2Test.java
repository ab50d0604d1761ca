package tocsin.msteams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Notifier;

import java.util.Map;

final class MsTeamsV2Test {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new MsTeamsV2Kind(), Map.of(), "{webhook_url: '" + url + "/secret-token'}");
    }

    @Test
    void anAdaptiveCardIsPosted() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.resolved("a")));
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"type":"message","attachments":[{
                                     "contentType":"application/vnd.microsoft.card.adaptive","contentUrl":null,"content":{
                                     "$schema":"http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard",
                                     "version":"1.2","body":[{"type":"TextBlock","text":"<msteamsv2.default.title>",
                                     "weight":"Bolder","size":"Medium","wrap":true,"style":"heading","color":"Good"},
                                     {"type":"TextBlock","text":"<msteamsv2.default.text>","wrap":true}],
                                     "msteams":{"width":"full"}}}]}
                                    """));
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new MsTeamsV2Kind(), "{}"))
                .contains("one of webhook_url or webhook_url_file must be configured");
    }
}
