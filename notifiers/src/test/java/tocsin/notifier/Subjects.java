package tocsin.notifier;

import tocsin.discord.DiscordKind;
import tocsin.http.Network;
import tocsin.incidentio.IncidentIoKind;
import tocsin.integration.Fixtures;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Sink;
import tocsin.jira.JiraKind;
import tocsin.mattermost.MattermostKind;
import tocsin.msteams.MsTeamsKind;
import tocsin.msteams.MsTeamsV2Kind;
import tocsin.notify.Notifier;
import tocsin.opsgenie.OpsgenieKind;
import tocsin.pagerduty.PagerDutyKind;
import tocsin.pushover.PushoverKind;
import tocsin.rocketchat.RocketChatKind;
import tocsin.slack.SlackKind;
import tocsin.sns.SnsKind;
import tocsin.telegram.TelegramKind;
import tocsin.victorops.VictorOpsKind;
import tocsin.webex.WebexKind;
import tocsin.webhook.WebhookKind;
import tocsin.wechat.WeChatKind;

import java.net.URI;
import java.util.List;
import java.util.function.Function;

/// Every integration that speaks HTTP, once for each API that it knows; what is secret is
/// `secret-token`.
final class Subjects {
    private static final Sink.Reply OK = Sink.text(200, "");

    /// All of them.
    static final List<Subject> ALL =
            List.of(
                    of("webhook", new WebhookKind(), "{url: 'URL/hook/secret-token'}", OK),
                    of(
                            "pagerduty",
                            new PagerDutyKind(),
                            "{url: 'URL', routing_key: secret-token}",
                            Sink.json(202, "{\"status\":\"success\"}")),
                    of(
                            "opsgenie",
                            new OpsgenieKind(),
                            "{api_url: 'URL', api_key: secret-token, update_alerts: true}",
                            Sink.json(202, "{}")),
                    of(
                            "wechat",
                            new WeChatKind(),
                            "{api_url: 'URL', api_secret: secret-token, corp_id: c, to_user: u}",
                            Sink.json(200, "{\"errcode\":0,\"access_token\":\"t\"}")),
                    of(
                            "slack",
                            new SlackKind(),
                            "{api_url: 'URL/services/secret-token', channel: '#ops'}",
                            Sink.text(200, "ok")),
                    of(
                            "slack-bot",
                            new SlackKind(),
                            "{api_url: 'URL/api/chat.postMessage', channel: '#ops', http_config:"
                                    + " {authorization: {credentials: secret-token}}}",
                            Sink.json(200, "{\"ok\":true,\"ts\":\"1\",\"channel\":\"C\"}")),
                    of(
                            "victorops",
                            new VictorOpsKind(),
                            "{api_url: 'URL', api_key: secret-token, routing_key: r}",
                            OK),
                    of(
                            "pushover",
                            url -> new PushoverKind(URI.create(url + "/1/messages.json")),
                            "{user_key: u, token: secret-token}",
                            OK),
                    of(
                            "sns",
                            new SnsKind(),
                            "{api_url: 'URL', topic_arn: 'arn:aws:sns:eu-west-1:1:x', sigv4:"
                                    + " {region: r, access_key: a, secret_key: secret-token}}",
                            Sink.reply(
                                    200,
                                    "Content-Type: text/xml\r\n",
                                    "<PublishResponse><PublishResult><MessageId>1</MessageId>"
                                            + "</PublishResult></PublishResponse>")),
                    of(
                            "telegram",
                            new TelegramKind(),
                            "{api_url: 'URL', bot_token: secret-token, chat_id: -123}",
                            Sink.json(200, "{\"ok\":true}")),
                    of(
                            "discord",
                            new DiscordKind(),
                            "{webhook_url: 'URL/secret-token'}",
                            Sink.reply(204, "", "")),
                    of(
                            "webex",
                            new WebexKind(),
                            "{api_url: 'URL', room_id: r, http_config:"
                                    + " {authorization: {credentials: secret-token}}}",
                            OK),
                    of("msteams", new MsTeamsKind(), "{webhook_url: 'URL/secret-token'}", OK),
                    of("msteamsv2", new MsTeamsV2Kind(), "{webhook_url: 'URL/secret-token'}", OK),
                    of(
                            "jira",
                            new JiraKind(),
                            "{api_url: 'URL/rest/api/2', project: P, issue_type: Bug}",
                            Sink.json(200, "{\"issues\":[]}")),
                    of(
                            "incidentio",
                            new IncidentIoKind(),
                            "{url: 'URL', alert_source_token: secret-token}",
                            Sink.json(202, "{}")),
                    of(
                            "rocketchat",
                            new RocketChatKind(),
                            "{api_url: 'URL/', token: secret-token, token_id: i, channel: '#ops'}",
                            Sink.json(200, "{\"success\":true}")),
                    of(
                            "mattermost",
                            new MattermostKind(),
                            "{webhook_url: 'URL/secret-token', channel: c}",
                            OK),
                    of(
                            "pagerduty-v1",
                            url -> new PagerDutyKind(URI.create(url)),
                            "{service_key: secret-token}",
                            OK));

    private Subjects() {}

    /// An integration.
    ///
    /// @param kind its name in the configuration
    /// @param taken by what answer the provider says that it has taken a message
    record Subject(String name, String kind, Maker maker, Sink.Reply taken) {
        Notifier at(String url, Network network) {
            return maker.at(url, network);
        }
    }

    /// Makes a notifier that sends to a URL.
    private interface Maker {
        Notifier at(String url, Network network);
    }

    private static Subject of(
            String name, IntegrationKind kind, String settings, Sink.Reply taken) {
        return of(name, _ -> kind, settings, taken);
    }

    private static Subject of(
            String name,
            Function<String, IntegrationKind> kind,
            String settings,
            Sink.Reply taken) {
        return new Subject(
                name,
                kind.apply("http://x").name(),
                (url, network) ->
                        Fixtures.read(kind.apply(url), network, settings.replace("URL", url)),
                taken);
    }
}
