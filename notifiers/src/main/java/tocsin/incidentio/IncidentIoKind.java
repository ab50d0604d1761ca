package tocsin.incidentio;

import tocsin.http.HttpSettings;
import tocsin.http.HttpSettings.Authorization;
import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

import java.time.Duration;
import java.util.Optional;

/// `incidentio_configs`.
public final class IncidentIoKind implements IntegrationKind {
    @Override
    public String name() {
        return "incidentio";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public boolean closesIncidents() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        HttpSettings http = settings.http();
        boolean authorized = !(http.authorization() instanceof Authorization.None);
        Optional<Secret> token = settings.secret("alert_source_token");
        if (token.isPresent() && authorized && fields.has("http_config")) {
            fields.problem(
                    "http_config",
                    "cannot specify alert_source_token or alert_source_token_file when using"
                            + " http_config.authorization");
        }
        if (token.isEmpty() && !authorized) {
            settings.missing(
                    "at least one of alert_source_token, alert_source_token_file or"
                            + " http_config.authorization must be configured");
        }
        HttpSettings used =
                token.isPresent()
                        ? http.with(new Authorization.Token("Bearer", token.get()))
                        : http;
        var incidentIo =
                new IncidentIo(
                        defaults.sender(used),
                        settings.requiredSecretUrl("url"),
                        settings.count("max_alerts"),
                        settings.duration("timeout", Duration.ZERO),
                        defaults.externalUrl());
        settings.done("incidentio");
        return new HttpNotifier(defaults.wording(), incidentIo);
    }
}
