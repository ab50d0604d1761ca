package tocsin.config;

import tocsin.alert.Alert;
import tocsin.integration.Wording;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Notification;
import tocsin.template.TemplateData;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateException;
import tocsin.template.Templates;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Words in Go's template language: what an integration's fields say about one notification.
///
/// @param externalUrl without a slash at the end
/// @param zone in which templates see times
record TemplateWording(Templates templates, String externalUrl, ZoneId zone) implements Wording {
    @Override
    public Words about(Notification notification) {
        // Many fields, one notification: what templates see of it is made once.
        TemplateData data = TemplateData.of(facts(notification));
        return new Words() {
            @Override
            public String text(String template) throws WordingException {
                try {
                    return templates.expandText(template, data);
                } catch (TemplateException e) {
                    throw new WordingException(String.valueOf(e.getMessage()), e);
                }
            }

            @Override
            public String html(String template) throws WordingException {
                try {
                    return templates.expandHtml(template, data);
                } catch (TemplateException e) {
                    throw new WordingException(String.valueOf(e.getMessage()), e);
                }
            }
        };
    }

    private TemplateData.Facts facts(Notification notification) {
        List<Alert> alerts = notification.alerts();
        return new TemplateData.Facts(
                TemplateData.quotedReceiver(notification.receiver()),
                notification.isFiring() ? "firing" : "resolved",
                alerts.stream().map(alert -> facts(alert, notification)).toList(),
                notification.reason(),
                notification.groupLabels(),
                TemplateData.common(alerts.stream().map(Alert::labels).toList()),
                TemplateData.common(alerts.stream().map(Alert::annotations).toList()),
                notification.routeLabels(),
                externalUrl);
    }

    private AlertFacts facts(Alert alert, Notification notification) {
        boolean resolved = alert.isResolved(notification.now());
        return new AlertFacts(
                resolved ? "resolved" : "firing",
                alert.labels(),
                alert.annotations(),
                alert.startsAt().atZone(zone),
                resolved ? Optional.of(alert.endsAt().atZone(zone)) : Optional.empty(),
                alert.generatorUrl(),
                alert.fingerprint().toString());
    }
}
