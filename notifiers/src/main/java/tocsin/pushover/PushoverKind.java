package tocsin.pushover;

import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.pushover.Pushover.Form;
import tocsin.pushover.Pushover.Texts;
import tocsin.yaml.Fields;

import java.net.URI;
import java.time.Duration;

/// `pushover_configs`.
public final class PushoverKind implements IntegrationKind {
    private static final String API = "https://api.pushover.net/1/messages.json";
    private static final String PRIORITY = "{{ if eq .Status \"firing\" }}2{{ else }}0{{ end }}";

    private final URI api;

    /// The kind.
    public PushoverKind() {
        this(URI.create(API));
    }

    /// The kind, with the API elsewhere than the provider has it.
    public PushoverKind(URI api) {
        this.api = api;
    }

    @Override
    public String name() {
        return "pushover";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        var pushover =
                new Pushover(
                        settings.sender(),
                        api,
                        secret(settings, "user_key"),
                        secret(settings, "token"),
                        texts(settings));
        settings.done("pushover");
        return new HttpNotifier(defaults.wording(), pushover);
    }

    private static Secret secret(Settings settings, String key) {
        return settings.requiredSecret(
                key, "", "one of " + key + " or " + key + "_file must be configured");
    }

    private static Texts texts(Settings settings) {
        return new Texts(
                settings.standard("title", "pushover.default.title"),
                settings.standard("message", "pushover.default.message"),
                settings.standard("url", "pushover.default.url"),
                settings.text("url_title"),
                settings.text("device"),
                settings.text("sound"),
                settings.text("priority", PRIORITY),
                settings.duration("retry", Duration.ofMinutes(1)),
                settings.duration("expire", Duration.ofHours(1)),
                settings.duration("ttl", Duration.ZERO),
                form(settings));
    }

    private static Form form(Settings settings) {
        boolean html = settings.flag("html");
        boolean monospace = settings.flag("monospace");
        if (html && monospace) {
            settings.fields()
                    .problem("monospace", "at most one of monospace & html must be configured");
        }
        return html ? Form.HTML : monospace ? Form.MONOSPACE : Form.PLAIN;
    }
}
