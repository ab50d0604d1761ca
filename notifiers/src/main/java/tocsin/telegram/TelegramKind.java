package tocsin.telegram;

import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

import java.util.Set;

/// `telegram_configs`.
public final class TelegramKind implements IntegrationKind {
    private static final String API = "https://api.telegram.org";
    private static final Set<String> MODES = Set.of("Markdown", "MarkdownV2", "HTML", "");

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        String mode = settings.text("parse_mode", "HTML");
        if (!MODES.contains(mode)) {
            fields.problem(
                    "parse_mode",
                    "unknown parse_mode on telegram_config, must be Markdown, MarkdownV2, HTML or"
                            + " empty string");
        }
        var telegram =
                new Telegram(
                        settings.sender(),
                        settings.url("api_url", "telegram_api_url", API, ""),
                        settings.requiredSecret(
                                "bot_token",
                                "telegram_bot_token",
                                "missing bot_token or bot_token_file on telegram_config"),
                        chat(settings),
                        fields.integer("message_thread_id").orElse(0L),
                        settings.standard("message", "telegram.default.message"),
                        mode,
                        settings.flag("disable_notifications"));
        settings.done("telegram");
        return new HttpNotifier(defaults.wording(), telegram);
    }

    private static Secret chat(Settings settings) {
        settings.fields().integer("chat_id");
        return settings.secret("chat_id")
                .orElseGet(() -> {
                    settings.missing("missing chat_id or chat_id_file on telegram_config");
                    return Secret.of("");
                });
    }
}
