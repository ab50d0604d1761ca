package tocsin.slack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notifier;

import java.util.Map;

final class SlackTest {
    private static final Map<String, String> TOLD = Map.of("threadTs", "1.2", "channelId", "C042");

    private static Notifier notifier(String url) {
        return Fixtures.read(
                new SlackKind(),
                Map.of(),
                "{api_url: '" + url + "/services/secret-token', channel: '#ops'}");
    }

    private static Sink.Reply taken() {
        return Sink.text(200, "ok");
    }

    private static Notifier bot(String url, String more) {
        return Fixtures.read(
                new SlackKind(),
                Map.of(),
                "{app_token: secret-token, app_url: '"
                        + url
                        + "/api/chat.postMessage', "
                        + "channel: '#ops'"
                        + more
                        + "}");
    }

    @Test
    void theDefaultMessageIsUpstreams() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().target()).isEqualTo("/services/secret-token");
            assertThat(sink.request().header("Content-Type")).isEqualTo("application/json");
            assertThat(sink.request().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"channel":"#ops","username":"<slack.default.username>",
                                     "icon_emoji":"<slack.default.iconemoji>",
                                     "icon_url":"<slack.default.iconurl>",
                                     "attachments":[{"title":"<slack.default.title>",
                                      "title_link":"<slack.default.titlelink>",
                                      "pretext":"<slack.default.pretext>",
                                      "text":"<slack.default.text>",
                                      "fallback":"<slack.default.fallback>",
                                      "callback_id":"<slack.default.callbackid>",
                                      "footer":"<slack.default.footer>",
                                      "color":"<slack.default.color>",
                                      "mrkdwn_in":["fallback","pretext","text"]}]}
                                    """));
        }
    }

    private static final String EVERY_FIELD =
            """
            channel: '#{{ team }}'
            username: u
            color: '{{ status }}'
            title: <t>
            title_link: l
            pretext: p
            text: x
            message_text: m
            fallback: f
            callback_id: c
            footer: o
            icon_emoji: ':e:'
            icon_url: i
            image_url: im
            thumb_url: th
            link_names: true
            short_fields: true
            mrkdwn_in: [text]
            fields:
              - {title: a, value: b}
              - {title: c, value: d, short: false}
            actions:
              - {type: button, text: go, url: http://u, style: s, name: dropped}
              - type: button
                text: ask
                name: n
                value: v
                confirm: {text: sure, title: t, ok_text: y, dismiss_text: n}
            """;

    private static final String EVERY_FIELD_SENT =
            """
            {"channel":"#sre","username":"u","icon_emoji":":e:","icon_url":"i",\
            "link_names":true,"text":"m","attachments":[{\
            "title":"\\u003ct\\u003e","title_link":"l","pretext":"p","text":"x",\
            "fallback":"f","callback_id":"c","fields":[\
            {"title":"a","value":"b","short":true},\
            {"title":"c","value":"d","short":false}],"actions":[\
            {"type":"button","text":"go","url":"http://u","style":"s"},\
            {"type":"button","text":"ask","name":"n","value":"v","confirm":{\
            "text":"sure","title":"t","ok_text":"y","dismiss_text":"n"}}],\
            "image_url":"im","thumb_url":"th","footer":"o","color":"firing",\
            "mrkdwn_in":["text"]}]}
            """;

    @Test
    void everyFieldIsSent() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            Fixtures.read(
                            new SlackKind(),
                            Map.of("slack_api_url", sink.url() + "/global"),
                            EVERY_FIELD)
                    .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().target()).isEqualTo("/global");
            assertThat(sink.request().body()).isEqualTo(EVERY_FIELD_SENT);
        }
    }

    @Test
    void anIncomingWebhookThatDoesNotSayOkHasRefused() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, "no_text"))) {
            Delivery delivery =
                    notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(((Refused) delivery).cause())
                    .isEqualTo("channel \"#ops\": received an error response from Slack: no_text");
        }
    }

    @Test
    void aTemplateThatFailsSendsNothing() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            Delivery delivery =
                    bot(sink.url(), ", text: '{{ fail }}'")
                            .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(((Refused) delivery).reason()).isEqualTo(Reason.TEMPLATE_ERROR);
            assertThat(sink.requests()).isEmpty();
        }
    }

    @Test
    void aBotRemembersItsMessage() throws InterruptedException {
        try (var sink =
                new Sink(Sink.json(200, "{\"ok\":true,\"ts\":\"1.2\",\"channel\":\"C042\"}"))) {
            Delivery delivery =
                    bot(sink.url(), ", update_message: true")
                            .send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(delivery).isEqualTo(new Delivered(TOLD, "ok"));
            assertThat(sink.request().header("Authorization")).isEqualTo("Bearer secret-token");
            assertThat(sink.request().json()).doesNotContainKeys("ts", "thread_ts");
        }
    }

    @Test
    void andUpdatesIt() throws InterruptedException {
        try (var sink =
                new Sink(Sink.json(200, "{\"ok\":true,\"ts\":\"1.2\",\"channel\":\"C042\"}"))) {
            Delivery delivery =
                    bot(sink.url(), ", update_message: true")
                            .send(Fixtures.notification(TOLD, Fixtures.resolved("a")));
            assertThat(delivery).isEqualTo(new Delivered(TOLD, "ok"));
            assertThat(sink.request().target()).isEqualTo("/api/chat.update");
            assertThat(sink.request().json())
                    .containsEntry("ts", "1.2")
                    .containsEntry("channel", "C042");
        }
    }

    @Test
    void orAnswersInItsThread() throws InterruptedException {
        try (var sink =
                new Sink(Sink.json(200, "{\"ok\":true,\"ts\":\"9.9\",\"channel\":\"C042\"}"))) {
            Delivery delivery =
                    bot(sink.url(), ", thread_replies: true")
                            .send(Fixtures.notification(TOLD, Fixtures.resolved("a")));
            assertThat(delivery).isEqualTo(new Delivered(TOLD, "ok"));
            assertThat(sink.request().target()).isEqualTo("/api/chat.postMessage");
            assertThat(sink.request().json())
                    .containsEntry("thread_ts", "1.2")
                    .containsEntry("channel", "C042");
        }
    }

    @Test
    void orBoth() throws InterruptedException {
        try (var sink =
                new Sink(Sink.json(200, "{\"ok\":true,\"ts\":\"9.9\",\"channel\":\"C042\"}"))) {
            bot(sink.url(), ", update_message: true, thread_replies: true")
                    .send(Fixtures.notification(TOLD, Fixtures.resolved("a")));
            assertThat(sink.requests())
                    .extracting(Sink.Request::target)
                    .containsExactly("/api/chat.update", "/api/chat.postMessage");
        }
    }

    @Test
    void aMessageThatIsGoneIsPostedAnew() throws InterruptedException {
        try (var sink =
                new Sink(
                        Sink.json(200, "{\"ok\":false,\"error\":\"message_not_found\"}"),
                        Sink.json(200, "{\"ok\":true,\"ts\":\"3.4\",\"channel\":\"C042\"}"))) {
            Delivery delivery =
                    bot(sink.url(), ", update_message: true")
                            .send(Fixtures.notification(TOLD, Fixtures.firing("a")));
            assertThat(((Delivered) delivery).receiverData()).containsEntry("threadTs", "3.4");
            assertThat(sink.requests().getLast().target()).isEqualTo("/api/chat.postMessage");
            assertThat(sink.requests().getLast().json())
                    .containsEntry("channel", "#ops")
                    .doesNotContainKey("ts");
        }
    }

    @Test
    void slacksOwnErrorsAreToldApart() throws InterruptedException {
        try (var sink =
                new Sink(
                        Sink.json(200, "{\"ok\":false,\"error\":\"ratelimited\"}"),
                        Sink.json(200, "{\"ok\":false,\"error\":\"invalid_auth\"}"),
                        Sink.json(200, "{\"ok\":false,\"error\":\"channel_not_found\"}"),
                        Sink.json(200, "<html>"))) {
            Notifier bot = bot(sink.url(), "");
            var about = Fixtures.notification(Fixtures.firing("a"));
            assertThat(((TryLater) bot.send(about)).reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(((Refused) bot.send(about)).reason()).isEqualTo(Reason.AUTH_ERROR);
            assertThat(((Refused) bot.send(about)).reason()).isEqualTo(Reason.CLIENT_ERROR);
            assertThat(bot.send(about)).isInstanceOf(TryLater.class);
        }
    }

    @Test
    void settingsThatCannotBeAreNamedWithTheirLines() {
        assertThat(Fixtures.problems(new SlackKind(), "{channel: x}"))
                .contains("no Slack API URL nor App token set either inline or in a file");
        assertThat(Fixtures.problems(new SlackKind(), "{api_url: 'ftp://x'}"))
                .contains("alertmanager.yml:1: api_url: unsupported scheme");
        assertThat(Fixtures.problems(new SlackKind(), "{api_url: http://x, app_token: y}"))
                .contains(
                        "at most one of api_url/api_url_file & app_token/app_token_file must be"
                                + " configured");
        assertThat(Fixtures.problems(new SlackKind(), "{api_url: http://x, update_message: true}"))
                .contains("update_message can only be used".substring(15));
        assertThat(
                        Fixtures.problems(
                                new SlackKind(),
                                "api_url: http://x\n"
                                        + "fields:\n"
                                        + "- {value: x}\n"
                                        + "actions:\n"
                                        + "- {type: x}\n"))
                .contains("alertmanager.yml:3")
                .contains("missing title in Slack field configuration")
                .contains("missing text in Slack action configuration")
                .contains("missing name or url in Slack action configuration");
        assertThat(Fixtures.problems(new SlackKind(), "{api_url: http://x, chanel: x}"))
                .contains("unknown field \"chanel\" in slack_config");
    }
}
