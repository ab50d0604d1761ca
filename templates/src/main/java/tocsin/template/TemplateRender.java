package tocsin.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import tocsin.files.Globs;
import tocsin.gotemplate.Limits;
import tocsin.labels.Labels;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateData.Facts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Renders a template at the command line, as `amtool template render` does: with the templates of
/// files, and with data of a JSON file or of an example.
public final class TemplateRender {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_DATA_BYTES = 32 << 20;

    private TemplateRender() {}

    /// The flags of the command.
    ///
    /// @param globs where template files are
    /// @param text the template that is rendered
    /// @param html whether it is of HTML
    /// @param data a file with the data, if there is one
    public record Flags(List<String> globs, String text, boolean html, Optional<Path> data) {
        /// Copies the list.
        public Flags {
            globs = List.copyOf(globs);
        }
    }

    /// The rendered text.
    ///
    /// @param folder from which relative globs count
    public static String render(Flags flags, Path folder, InstantSource clock)
            throws TemplateException {
        Facts facts = flags.data.isPresent() ? read(flags.data.get()) : example(clock.instant());
        return render(flags, facts, folder, clock);
    }

    /// The rendered text, with data given as JSON.
    public static String render(Flags flags, String json, Path folder, InstantSource clock)
            throws TemplateException {
        return render(flags, facts(json), folder, clock);
    }

    private static String render(Flags flags, Facts facts, Path folder, InstantSource clock)
            throws TemplateException {
        var files = new ArrayList<Path>();
        for (String glob : flags.globs) {
            try {
                files.addAll(Globs.matching(glob, folder));
            } catch (IOException e) {
                throw new TemplateException(glob + ": " + e.getMessage());
            }
        }
        GoTemplates templates = GoTemplates.load(files, clock, Limits.DEFAULT);
        TemplateData data = TemplateData.byValue(facts);
        return flags.html
                ? templates.expandHtml(flags.text, data)
                : templates.expandText(flags.text, data);
    }

    private static Facts read(Path file) throws TemplateException {
        try {
            if (Files.size(file) > MAX_DATA_BYTES) {
                throw new TemplateException(file + ": is larger than " + MAX_DATA_BYTES + " bytes");
            }
            return facts(Files.readString(file));
        } catch (IOException e) {
            throw new TemplateException("open " + file + ": " + e.getMessage());
        }
    }

    /// The data that a JSON text gives.
    static Facts facts(String json) throws TemplateException {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new TemplateException("template data: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw new TemplateException("template data: expected a JSON object");
        }
        var alerts = new ArrayList<AlertFacts>();
        for (JsonNode alert : node.path("alerts")) {
            alerts.add(alert(alert));
        }
        return new Facts(
                node.path("receiver").asText(),
                node.path("status").asText(),
                alerts,
                node.path("notification_reason").asText("unknown"),
                labels(node.path("groupLabels")),
                labels(node.path("commonLabels")),
                labels(node.path("commonAnnotations")),
                labels(node.path("routeLabels")),
                node.path("externalURL").asText());
    }

    private static AlertFacts alert(JsonNode alert) throws TemplateException {
        return new AlertFacts(
                alert.path("status").asText(),
                labels(alert.path("labels")),
                labels(alert.path("annotations")),
                time(alert.path("startsAt")),
                Optional.of(time(alert.path("endsAt"))),
                alert.path("generatorURL").asText(),
                alert.path("fingerprint").asText());
    }

    private static Labels labels(JsonNode node) {
        Map<String, String> labels = new HashMap<>();
        node.properties().forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        return Labels.of(labels);
    }

    private static ZonedDateTime time(JsonNode node) throws TemplateException {
        if (node.isMissingNode() || node.isNull()) {
            return ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        }
        try {
            return OffsetDateTime.parse(node.asText()).toZonedDateTime();
        } catch (DateTimeParseException _) {
            throw new TemplateException(
                    "template data: expected a time like 2006-01-02T15:04:05Z, found "
                            + node.asText());
        }
    }

    /// What is shown when no data is given.
    private static Facts example(Instant now) {
        Labels commonLabels = pairs("commonlabelkey", "commonlabelvalue");
        Labels commonAnnotations = pairs("commonannotationkey", "commonannotationvalue");
        ZonedDateTime at = now.atZone(ZoneOffset.UTC);
        AlertFacts first =
                exampleAlert(
                        commonLabels
                                .with("label1", "value1")
                                .with("label2", "value2")
                                .with("instance", "foo.bar:1234"),
                        commonAnnotations
                                .with("annotation1", "value1")
                                .with("annotation2", "value2"),
                        at.minus(Duration.ofMinutes(5)),
                        at,
                        "fingerprint1");
        AlertFacts second =
                exampleAlert(
                        commonLabels.with("foo", "bar").with("baz", "qux"),
                        commonAnnotations.with("aaa", "bbb").with("ccc", "ddd"),
                        at.minus(Duration.ofMinutes(10)),
                        at,
                        "fingerprint2");
        return new Facts(
                "receiver",
                "alertstatus",
                List.of(first, second),
                "unknown",
                pairs("grouplabelkey", "grouplabelvalue"),
                commonLabels,
                commonAnnotations,
                Labels.EMPTY,
                "https://example.com");
    }

    private static Labels pairs(String key, String value) {
        return Labels.of(Map.of(key + "1", value + "1", key + "2", value + "2"));
    }

    private static AlertFacts exampleAlert(
            Labels labels,
            Labels annotations,
            ZonedDateTime start,
            ZonedDateTime end,
            String fingerprint) {
        return new AlertFacts(
                "alertstatus",
                labels,
                annotations,
                start,
                Optional.of(end),
                "https://generatorurl.com",
                fingerprint);
    }
}
