package tocsin.notifier;

import tocsin.discord.DiscordKind;
import tocsin.email.EmailKind;
import tocsin.incidentio.IncidentIoKind;
import tocsin.integration.IntegrationKind;
import tocsin.jira.JiraKind;
import tocsin.mattermost.MattermostKind;
import tocsin.msteams.MsTeamsKind;
import tocsin.msteams.MsTeamsV2Kind;
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

import java.util.List;

/// Every kind of integration, in upstream's order.
public final class Integrations {
    /// The kinds.
    public static final List<IntegrationKind> KINDS =
            List.of(
                    new WebhookKind(),
                    new EmailKind(),
                    new PagerDutyKind(),
                    new OpsgenieKind(),
                    new WeChatKind(),
                    new SlackKind(),
                    new VictorOpsKind(),
                    new PushoverKind(),
                    new SnsKind(),
                    new TelegramKind(),
                    new DiscordKind(),
                    new WebexKind(),
                    new MsTeamsKind(),
                    new MsTeamsV2Kind(),
                    new JiraKind(),
                    new IncidentIoKind(),
                    new RocketChatKind(),
                    new MattermostKind());

    private Integrations() {}
}
