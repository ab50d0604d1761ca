package tocsin.integration;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.notify.Notification;
import tocsin.template.TemplateData;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateData.Facts;
import tocsin.template.TemplateException;
import tocsin.template.Templates;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// The language of templates, over the facts of notifications.
public record TemplateWording(Templates templates, String externalUrl) implements Wording {
    @Override
    public Words about(Notification notification) {
        return new Expanded(templates, data(notification, notification.routeLabels()));
    }

    /// What templates see of a notification whose route has these labels.
    TemplateData data(Notification notification, Labels routeLabels) {
        return TemplateData.of(facts(notification, routeLabels, externalUrl));
    }

    /// The facts that templates see of a notification whose route has these labels.
    public static Facts facts(Notification notification, Labels routeLabels, String externalUrl) {
        List<Alert> alerts = notification.alerts();
        return new Facts(
                TemplateData.quotedReceiver(notification.receiver()),
                notification.isFiring() ? "firing" : "resolved",
                alerts.stream().map(alert -> facts(alert, notification)).toList(),
                notification.reason(),
                notification.groupLabels(),
                CommonLabels.of(alerts.stream().map(Alert::labels).toList()),
                CommonLabels.of(alerts.stream().map(Alert::annotations).toList()),
                routeLabels,
                externalUrl);
    }

    private static AlertFacts facts(Alert alert, Notification notification) {
        boolean resolved = alert.isResolved(notification.now());
        return new AlertFacts(
                resolved ? "resolved" : "firing",
                alert.labels(),
                alert.annotations(),
                alert.startsAt().atZone(ZoneOffset.UTC),
                resolved ? Optional.of(alert.endsAt().atZone(ZoneOffset.UTC)) : Optional.empty(),
                alert.generatorUrl(),
                alert.fingerprint().toString());
    }

    private record Expanded(Templates templates, TemplateData data) implements Words {
        @Override
        public String text(String template) throws WordingException {
            try {
                return template.isEmpty() ? "" : templates.expandText(template, data);
            } catch (TemplateException e) {
                throw new WordingException(e.getMessage(), e);
            }
        }

        @Override
        public String html(String template) throws WordingException {
            try {
                return template.isEmpty() ? "" : templates.expandHtml(template, data);
            } catch (TemplateException e) {
                throw new WordingException(e.getMessage(), e);
            }
        }
    }
}
