package tocsin.webhook;

import tocsin.http.HttpConfigReader;
import tocsin.http.HttpSender;
import tocsin.http.HttpSettings;
import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.IntegrationKind;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

import java.net.URI;
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
        var reader = new HttpConfigReader(defaults.folder());
        HttpSettings http = reader.read(fields, "http_config", defaults.http());
        Secret url = url(fields, reader);
        long maxAlerts = fields.integer("max_alerts").orElse(0L);
        if (maxAlerts < 0) {
            fields.problem("max_alerts", "expected 0 (all) or more, found " + maxAlerts);
        }
        Duration timeout = fields.duration("timeout").orElse(Duration.ZERO);
        if (fields.node("payload").isPresent()) {
            fields.problem("payload", "a payload of one's own is not supported yet");
        }
        fields.done("webhook_config");
        return new Webhook(
                new HttpSender(http, defaults.version()),
                url,
                maxAlerts,
                timeout,
                defaults.externalUrl());
    }

    private static Secret url(Fields fields, HttpConfigReader reader) {
        Optional<Secret> url = reader.secret(fields, "url");
        if (url.isEmpty()) {
            fields.problems().add(fields.node(), "one of url or url_file must be configured");
        }
        fields.text("url")
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> {
                    String problem = problem(text);
                    if (!problem.isEmpty()) {
                        fields.problem("url", problem);
                    }
                });
        return url.orElse(Secret.of(""));
    }

    /// What is wrong with a URL, without showing it.
    private static String problem(String text) {
        if (text.equals("<secret>")) {
            return "";
        }
        if (text.contains("{{")) {
            return "templates in the URL are not supported yet";
        }
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme();
            if (!"http".equals(scheme) && !"https".equals(scheme)) {
                return "unsupported scheme for URL: expected http or https";
            }
            return uri.getHost() == null ? "missing host for URL" : "";
        } catch (IllegalArgumentException e) {
            return "expected a URL";
        }
    }
}
