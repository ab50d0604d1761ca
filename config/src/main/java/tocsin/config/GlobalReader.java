package tocsin.config;

import tocsin.http.HttpConfigReader;
import tocsin.http.HttpSettings;
import tocsin.http.Network;
import tocsin.http.Tls;
import tocsin.http.TlsReader;
import tocsin.integration.Defaults;
import tocsin.integration.TemplateWording;
import tocsin.yaml.Fields;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `global`.
final class GlobalReader {
    /// Those that are a secret, or a URL that is one, in the file or in a file of their own.
    private static final List<String> PAIRS =
            List.of(
                    "slack_api_url",
                    "slack_app_token",
                    "opsgenie_api_key",
                    "victorops_api_key",
                    "telegram_bot_token",
                    "smtp_auth_password",
                    "smtp_auth_secret",
                    "rocketchat_token",
                    "rocketchat_token_id",
                    "wechat_api_secret",
                    "mattermost_webhook_url");

    private static final List<String> FLAGS =
            List.of("smtp_require_tls", "smtp_force_implicit_tls");

    private static final List<String> TEXTS =
            List.of(
                    "smtp_from",
                    "smtp_hello",
                    "smtp_smarthost",
                    "smtp_auth_username",
                    "smtp_auth_identity",
                    "slack_app_url",
                    "pagerduty_url",
                    "opsgenie_api_url",
                    "wechat_api_url",
                    "wechat_api_corp_id",
                    "victorops_api_url",
                    "telegram_api_url",
                    "webex_api_url",
                    "rocketchat_api_url",
                    "jira_api_url");

    private GlobalReader() {}

    static Defaults read(Fields top, Path folder, Network network, TemplateWording wording) {
        Optional<Fields> global = top.fields("global");
        Map<String, String> texts = new HashMap<>();
        global.ifPresent(fields -> texts(fields, texts));
        HttpSettings http = global.map(fields -> http(fields, folder)).orElse(HttpSettings.DEFAULT);
        Tls smtpTls =
                global.map(fields ->
                                new TlsReader(Path::of)
                                        .read(fields, "smtp_tls_config", Tls.DEFAULT))
                        .orElse(Tls.DEFAULT);
        global.ifPresent(fields -> {
            fields.duration("resolve_timeout");
            GlobalRules.check(fields);
            fields.done("global");
        });
        return new Defaults(http, smtpTls, texts, folder, wording.externalUrl(), network, wording);
    }

    private static HttpSettings http(Fields global, Path folder) {
        return new HttpConfigReader(folder).read(global, "http_config", HttpSettings.DEFAULT);
    }

    private static void texts(Fields fields, Map<String, String> texts) {
        for (String name : TEXTS) {
            fields.text(name).ifPresent(text -> texts.put(name, text));
        }
        for (String name : FLAGS) {
            fields.bool(name).ifPresent(flag -> texts.put(name, flag.toString()));
        }
        for (String name : PAIRS) {
            Optional<String> text = fields.text(name);
            Optional<String> file = fields.text(name + "_file");
            text.ifPresent(value -> texts.put(name, value));
            file.ifPresent(value -> texts.put(name + "_file", value));
            if (text.isPresent() && file.isPresent()) {
                fields.problem(
                        name, "at most one of " + name + " & " + name + "_file must be configured");
            }
        }
    }
}
