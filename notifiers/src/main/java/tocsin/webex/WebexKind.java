package tocsin.webex;

import tocsin.http.HttpSettings;
import tocsin.http.HttpSettings.Authorization;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

/// `webex_configs`.
public final class WebexKind implements IntegrationKind {
    private static final String API = "https://webexapis.com/v1/messages";

    @Override
    public String name() {
        return "webex";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        HttpSettings http = settings.http();
        if (!fields.has("http_config") || !(http.authorization() instanceof Authorization.Token)) {
            settings.missing("missing webex_configs.http_config.authorization");
        }
        var webex =
                new Webex(
                        defaults.sender(http),
                        settings.url("api_url", "webex_api_url", API, ""),
                        settings.required("room_id", "missing room_id on webex_config"),
                        settings.standard("message", "webex.default.message"));
        settings.done("webex");
        return new HttpNotifier(defaults.wording(), webex);
    }
}
