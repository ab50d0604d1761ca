package tocsin.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import tocsin.gotemplate.Limits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// What `amtool template render` printed for a corpus of templates, errors included, is what ours
/// renders. Where 0.34 is known to differ from the recorded 0.25, the line says so.
class AmtoolTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static String resource(String name) throws IOException {
        try (var in = AmtoolTest.class.getResourceAsStream("/amtool/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyTemplateRendersAsAmtoolRendersIt() throws IOException, TemplateException {
        TemplateData data = TemplateData.byValue(TemplateRender.facts(resource("data.json")));
        GoTemplates templates =
                GoTemplates.load(List.of(), InstantSource.fixed(Instant.EPOCH), Limits.DEFAULT);
        var softly = new SoftAssertions();
        for (String line : resource("corpus.jsonl").split("\n")) {
            JsonNode entry = JSON.readTree(line);
            String template = entry.get("template").textValue();
            boolean html = entry.get("type").textValue().equals("html");
            softly.assertThat(rendered(templates, template, html, data))
                    .as(template)
                    .isEqualTo(expected(entry));
        }
        softly.assertAll();
    }

    static String expected(JsonNode entry) {
        if (entry.has("newer")) {
            return entry.get("newer").textValue();
        }
        return entry.has("out")
                ? entry.get("out").textValue()
                : "ERROR " + entry.get("error").textValue();
    }

    static String rendered(
            GoTemplates templates, String template, boolean html, TemplateData data) {
        try {
            return html
                    ? templates.expandHtml(template, data)
                    : templates.expandText(template, data);
        } catch (TemplateException e) {
            return "ERROR " + e.getMessage();
        }
    }
}
