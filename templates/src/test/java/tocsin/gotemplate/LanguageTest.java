package tocsin.gotemplate;

import com.fasterxml.jackson.databind.JsonNode;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.Value;

/// What Go's own package made of a corpus of templates, errors included, is what ours makes.
class LanguageTest {
    @Test
    void everyTemplateGivesWhatGoGives() {
        var lines = Json.lines("/go/language.jsonl");
        Value data = Json.value(lines.getFirst().get("data"));
        var softly = new SoftAssertions();
        for (JsonNode line : lines.subList(1, lines.size())) {
            String template = line.get("template").textValue();
            String expected =
                    line.has("out")
                            ? line.get("out").textValue()
                            : "ERROR " + line.get("error").textValue();
            softly.assertThat(rendered(template, data)).as(template).isEqualTo(expected);
        }
        softly.assertAll();
    }

    private static String rendered(String template, Value data) {
        try {
            String text =
                    TemplateSet.of(Functions.BUILT_IN)
                            .with("t", template)
                            .execute("t", data, Limits.DEFAULT);
            return Bytes.wellFormed(text);
        } catch (TemplateException e) {
            return "ERROR " + e.getMessage();
        }
    }
}
