package tocsin.discord;

import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

/// `discord_configs`.
public final class DiscordKind implements IntegrationKind {
    @Override
    public String name() {
        return "discord";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        var discord =
                new Discord(
                        settings.sender(),
                        settings.requiredSecretUrl("webhook_url"),
                        settings.standard("title", "discord.default.title"),
                        settings.standard("message", "discord.default.message"),
                        settings.text("content"),
                        settings.text("username"),
                        settings.text("avatar_url"));
        settings.done("discord");
        return new HttpNotifier(defaults.wording(), discord);
    }
}
