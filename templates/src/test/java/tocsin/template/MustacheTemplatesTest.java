package tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.gotemplate.Limits;
import tocsin.labels.Labels;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateData.Facts;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class MustacheTemplatesTest {
    private static final ZonedDateTime AT =
            ZonedDateTime.of(2026, 8, 16, 10, 0, 0, 0, ZoneOffset.UTC);
    private static final TemplateData DATA = data(1);

    private final MustacheTemplates templates = new MustacheTemplates(Limits.DEFAULT);

    private static TemplateData data(int times) {
        AlertFacts firing =
                new AlertFacts(
                        "firing",
                        Labels.of("alertname", "Down", "instance", "a<b"),
                        Labels.of("summary", "it's down"),
                        AT,
                        Optional.empty(),
                        "http://prom",
                        "0123456789abcdef");
        AlertFacts resolved =
                new AlertFacts(
                        "resolved",
                        Labels.of("alertname", "Down", "instance", "c"),
                        Labels.EMPTY,
                        AT,
                        Optional.of(AT.plusMinutes(5)),
                        "",
                        "0123456789abcdee");
        var alerts = new java.util.ArrayList<AlertFacts>(Collections.nCopies(times, firing));
        alerts.add(resolved);
        Labels common = Labels.of("alertname", "Down");
        return TemplateData.of(
                new Facts(
                        "chat",
                        "firing",
                        alerts,
                        "first notification",
                        common,
                        common,
                        Labels.EMPTY,
                        Labels.EMPTY,
                        "http://am"));
    }

    private String text(String template) throws TemplateException {
        return templates.expandText(template, DATA);
    }

    @Test
    void theDataIsThatOfTheOtherLanguage() throws TemplateException {
        assertThat(text("{{status}} {{commonLabels.alertname}} {{receiver}} {{externalURL}}"))
                .isEqualTo("firing Down chat http://am");
        assertThat(text("{{#alerts}}{{labels.instance}}:{{status}};{{/alerts}}"))
                .isEqualTo("a<b:firing;c:resolved;");
        assertThat(text("{{numFiring}}/{{numResolved}}{{#isFiring}}!{{/isFiring}}"))
                .isEqualTo("1/1!");
        assertThat(
                        text(
                                "{{#firing}}{{#labelsPairs}}{{name}}={{value}}"
                                        + " {{/labelsPairs}}{{/firing}}"))
                .isEqualTo("alertname=Down instance=a<b ");
        assertThat(text("{{#resolved}}{{endsAt}}{{/resolved}}{{missing}}{{^missing}}-{{/missing}}"))
                .isEqualTo("2026-08-16T10:05Z-");
    }

    @Test
    void onlyHtmlIsEscaped() throws TemplateException {
        String template = "{{#firing}}{{labels.instance}}{{{labels.instance}}}{{/firing}}";
        assertThat(text(template)).isEqualTo("a<ba<b");
        assertThat(templates.expandHtml(template, DATA)).isEqualTo("a&lt;ba<b");
    }

    @Test
    void nothingOfJavaIsReached() throws TemplateException {
        assertThat(text("{{status.length}}{{status.class}}{{class.name}}{{alerts.size}}"))
                .isEmpty();
        assertThatThrownBy(() -> text("{{>/etc/passwd}}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("there are no partials");
    }

    @Test
    void aTemplateCannotHangOrFillTheMemory() {
        var small = new MustacheTemplates(new Limits(10_000, 1_000, 10));
        String loops = "{{#alerts}}".repeat(6) + "{{/alerts}}".repeat(6);
        assertThatThrownBy(() -> small.expandText(loops, data(100)))
                .hasMessageContaining("more than 10000 steps");
        assertThatThrownBy(() ->
                        small.expandText("{{#alerts}}" + "x".repeat(100) + "{{/alerts}}", data(50)))
                .hasMessageContaining("longer than 1000 characters");
    }

    @Test
    void aTextIsMarkedOrItIsGos() throws TemplateException {
        Templates go =
                new Templates() {
                    @Override
                    public String expandText(String template, TemplateData data) {
                        return "go:" + template;
                    }

                    @Override
                    public String expandHtml(String template, TemplateData data) {
                        return "go:" + template;
                    }
                };
        var both = new MarkedTemplates(go, templates);
        assertThat(both.expandText("{{status}}", DATA)).isEqualTo("go:{{status}}");
        assertThat(both.expandText(MarkedTemplates.mark("{{status}}"), DATA)).isEqualTo("firing");
        assertThat(MustacheTemplates.problem("{{#a}}")).startsWith("mustache: ");
        assertThat(List.of(MustacheTemplates.problem("{{a}}"))).containsExactly("");
    }
}
