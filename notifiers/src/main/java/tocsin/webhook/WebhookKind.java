package tocsin.webhook;

import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.integration.Structured;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

import java.time.Duration;
import java.util.Optional;

/// `webhook_configs`.
public final class WebhookKind implements IntegrationKind {
    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        var webhook =
                new Webhook(
                        settings.sender(),
                        url(settings),
                        settings.count("max_alerts"),
                        settings.duration("timeout", Duration.ZERO),
                        fields.node("payload").map(Structured::of),
                        defaults.wording(),
                        defaults.externalUrl());
        settings.done("webhook");
        return new HttpNotifier(defaults.wording(), webhook);
    }

    private static Secret url(Settings settings) {
        boolean template = settings.text("url").contains("{{");
        Optional<Secret> url = template ? settings.secret("url") : settings.secretUrl("url");
        return url.orElseGet(() -> {
            if (!settings.text("url").equals("<secret>")) {
                settings.missing("one of url or url_file must be configured");
            }
            return Secret.of("");
        });
    }
}
