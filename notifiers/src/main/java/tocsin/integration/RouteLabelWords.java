package tocsin.integration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.labels.Labels;
import tocsin.notify.Notification;
import tocsin.notify.RouteLabels;
import tocsin.template.TemplateException;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Renders the labels of a route. One that names another with `routeLabels "other"` is rendered
/// after it; those that name one another in a circle, and those that fail, are left out.
public record RouteLabelWords(TemplateWording wording) implements RouteLabels {
    private static final Logger LOG = LoggerFactory.getLogger(RouteLabelWords.class);
    private static final Pattern NAMED = Pattern.compile("routeLabels\\s+[\"`]([^\"`]*)[\"`]");

    @Override
    public Labels render(Map<String, String> values, Notification about) {
        Map<String, String> rendered = new TreeMap<>();
        var pass = new Pass(values, about, rendered, new LinkedHashSet<>());
        values.keySet().stream().sorted().forEach(name -> render(name, pass));
        return Labels.of(rendered);
    }

    /// One rendering of all labels.
    ///
    /// @param path those that are waited for
    private record Pass(
            Map<String, String> values,
            Notification about,
            Map<String, String> rendered,
            Set<String> path) {}

    private void render(String name, Pass pass) {
        String template = pass.values().get(name);
        if (template == null || pass.rendered().containsKey(name)) {
            return;
        }
        if (!pass.path().add(name)) {
            failed(
                    name,
                    "route label cycle detected: "
                            + String.join(" -> ", pass.path())
                            + " -> "
                            + name);
            return;
        }
        Matcher named = NAMED.matcher(template);
        boolean whole = true;
        while (named.find()) {
            String other = named.group(1);
            render(other, pass);
            whole &= !pass.values().containsKey(other) || pass.rendered().containsKey(other);
        }
        pass.path().remove(name);
        if (whole) {
            expand(name, template, pass);
        }
    }

    private void expand(String name, String template, Pass pass) {
        try {
            var data = wording.data(pass.about(), Labels.of(pass.rendered()));
            pass.rendered().put(name, wording.templates().expandText(template, data));
        } catch (TemplateException e) {
            failed(name, e.getMessage());
        }
    }

    private static void failed(String name, String why) {
        LOG.atError()
                .addKeyValue("label", name)
                .addKeyValue("err", why)
                .log("failed to render route label");
    }
}
