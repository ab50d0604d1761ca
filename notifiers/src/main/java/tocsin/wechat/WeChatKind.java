package tocsin.wechat;

import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.wechat.WeChat.Texts;
import tocsin.yaml.Fields;

/// `wechat_configs`.
public final class WeChatKind implements IntegrationKind {
    private static final String API = "https://qyapi.weixin.qq.com/cgi-bin/";

    @Override
    public String name() {
        return "wechat";
    }

    @Override
    public boolean sendsResolved() {
        return false;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        String type = settings.text("message_type", "text");
        if (!type.equals("text") && !type.equals("markdown")) {
            fields.problem(
                    "message_type",
                    "weChat message type \""
                            + type
                            + "\" does not match valid"
                            + " options ^(text|markdown)$");
        }
        String corp = settings.textOrGlobal("corp_id", "wechat_api_corp_id");
        if (corp.isEmpty()) {
            settings.missing("no global Wechat CorpID set");
        }
        Secret secret =
                settings.requiredSecret(
                        "api_secret",
                        "wechat_api_secret",
                        "no global Wechat Api Secret set either inline or in a file");
        var weChat =
                new WeChat(
                        settings.sender(),
                        Settings.folder(settings.url("api_url", "wechat_api_url", API, "")),
                        secret,
                        new Texts(
                                corp,
                                settings.standard("message", "wechat.default.message"),
                                type,
                                settings.standard("to_user", "wechat.default.to_user"),
                                settings.standard("to_party", "wechat.default.to_party"),
                                settings.standard("to_tag", "wechat.default.to_tag"),
                                settings.standard("agent_id", "wechat.default.agent_id")),
                        defaults.network().rules().clock());
        settings.done("wechat");
        return new HttpNotifier(defaults.wording(), weChat);
    }
}
