package tocsin.gotemplate;

import com.fasterxml.jackson.databind.JsonNode;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import tocsin.gotemplate.html.SafeTypes;
import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Value;

import java.util.Map;

/// What Go's `html/template` made of a corpus of pages is what ours makes.
class HtmlTest {
    private static final Functions FUNCTIONS =
            Functions.BUILT_IN.with(
                    Map.of("safeHtml", typed(SafeTypes.HTML), "safeUrl", typed(SafeTypes.URL)));

    private static GoFunction typed(GoType type) {
        return GoFunction.of(
                args -> new Value.Str(TextFunctions.text(args[0]), type), GoType.STRING);
    }

    @Test
    void everyPageIsEscapedAsGoEscapesIt() {
        var lines = Json.lines("/go/html.jsonl");
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
            TemplateSet set = new HtmlSet(TemplateSet.of(FUNCTIONS)).with("t", template);
            return Bytes.wellFormed(set.execute("t", data, Limits.DEFAULT));
        } catch (TemplateException e) {
            return "ERROR " + e.getMessage();
        }
    }
}
