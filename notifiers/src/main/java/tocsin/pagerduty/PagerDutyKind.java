package tocsin.pagerduty;

import tocsin.http.Secret;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.integration.Structured;
import tocsin.notify.Notifier;
import tocsin.pagerduty.PagerDuty.Event;
import tocsin.pagerduty.PagerDuty.Image;
import tocsin.pagerduty.PagerDuty.Link;
import tocsin.pagerduty.PagerDuty.Target;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pagerduty_configs`.
public final class PagerDutyKind implements IntegrationKind {
    private static final String API = "https://events.pagerduty.com/v2/enqueue";
    private static final String FIRST_API =
            "https://events.pagerduty.com/generic/2010-04-15/create_event.json";
    private static final Map<String, String> DETAILS =
            Map.of(
                    "firing", "{{ .Alerts.Firing | toJson }}",
                    "resolved", "{{ .Alerts.Resolved | toJson }}",
                    "num_firing", "{{ .Alerts.Firing | len }}",
                    "num_resolved", "{{ .Alerts.Resolved | len }}");

    private final URI firstApi;

    /// The kind.
    public PagerDutyKind() {
        this(URI.create(FIRST_API));
    }

    /// The kind, with the first version of the API elsewhere than the provider has it.
    public PagerDutyKind(URI firstApi) {
        this.firstApi = firstApi;
    }

    @Override
    public String name() {
        return "pagerduty";
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
        Optional<Secret> routing = settings.secret("routing_key");
        Optional<Secret> service = settings.secret("service_key");
        if (routing.isEmpty() && service.isEmpty()) {
            settings.missing("missing service or routing key in PagerDuty config");
        }
        URI url = settings.url("url", "pagerduty_url", API, "");
        var pagerDuty =
                new PagerDuty(
                        settings.sender(),
                        new Target(url, firstApi, routing, service),
                        event(settings),
                        settings.duration("timeout", Duration.ZERO));
        settings.done("pagerduty");
        return new HttpNotifier(defaults.wording(), pagerDuty);
    }

    private static Event event(Settings settings) {
        String client = settings.standard("client", "pagerduty.default.client");
        Structured standard = Structured.of(DETAILS);
        return new Event(
                client,
                settings.standard("client_url", "pagerduty.default.clientURL"),
                settings.standard("description", "pagerduty.default.description"),
                settings.text("severity"),
                settings.text("source", client),
                settings.text("class"),
                settings.text("component"),
                settings.text("group"),
                settings.fields()
                        .node("details")
                        .map(node -> standard.with(Structured.of(node)))
                        .orElse(standard),
                images(settings.fields()),
                links(settings.fields()));
    }

    private static List<Image> images(Fields fields) {
        var images = new ArrayList<Image>();
        for (YamlNode item : fields.items("images")) {
            Fields each = Fields.of(item, fields.problems());
            images.add(
                    new Image(each.text("src", ""), each.text("alt", ""), each.text("href", "")));
            each.done("image");
        }
        return images;
    }

    private static List<Link> links(Fields fields) {
        var links = new ArrayList<Link>();
        for (YamlNode item : fields.items("links")) {
            Fields each = Fields.of(item, fields.problems());
            links.add(new Link(each.text("href", ""), each.text("text", "")));
            each.done("link");
        }
        return links;
    }
}
