package tocsin.msteams;

import tocsin.http.HttpSettings;
import tocsin.http.HttpSettings.Proxy;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

/// `msteamsv2_configs`. As upstream has it, its own `http_config` inherits the proxy of `global`.
public final class MsTeamsV2Kind implements IntegrationKind {
    @Override
    public String name() {
        return "msteamsv2";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        HttpSettings http = settings.http();
        if (http.proxy().equals(Proxy.NONE)) {
            http = http.with(defaults.http().proxy());
        }
        var workflow =
                new Workflow(
                        defaults.sender(http),
                        settings.requiredSecretUrl("webhook_url"),
                        settings.standard("title", "msteamsv2.default.title"),
                        settings.standard("text", "msteamsv2.default.text"));
        settings.done("msteamsv2");
        return new HttpNotifier(defaults.wording(), workflow);
    }
}
