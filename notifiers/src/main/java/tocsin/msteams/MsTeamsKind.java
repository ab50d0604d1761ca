package tocsin.msteams;

import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

/// `msteams_configs`.
public final class MsTeamsKind implements IntegrationKind {
    @Override
    public String name() {
        return "msteams";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        var connector =
                new Connector(
                        settings.sender(),
                        settings.requiredSecretUrl("webhook_url"),
                        settings.standard("title", "msteams.default.title"),
                        settings.standard("summary", "msteams.default.summary"),
                        settings.standard("text", "msteams.default.text"));
        settings.done("msteams");
        return new HttpNotifier(defaults.wording(), connector);
    }
}
