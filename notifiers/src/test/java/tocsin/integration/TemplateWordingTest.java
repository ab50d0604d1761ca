package tocsin.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.gotemplate.Limits;
import tocsin.labels.Labels;
import tocsin.template.GoTemplates;
import tocsin.template.TemplateException;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

final class TemplateWordingTest {
    private final TemplateWording wording;

    TemplateWordingTest() throws TemplateException {
        wording =
                new TemplateWording(
                        GoTemplates.load(
                                List.of(), InstantSource.fixed(Fixtures.NOW), Limits.DEFAULT),
                        "http://am.example:9093");
    }

    @Test
    void templatesSeeTheNotification() throws WordingException {
        Words words =
                wording.about(Fixtures.notification(Fixtures.firing("a"), Fixtures.resolved("b")));
        assertThat(words.text("{{ template \"slack.default.title\" . }}"))
                .isEqualTo("[FIRING:1] HighCPU sre (node critical)");
        assertThat(words.text("{{ .Receiver }} {{ .Status }} {{ .Alerts.Resolved | len }}"))
                .isEqualTo("team\\.x firing 1");
        assertThat(words.html("{{ \"<b>\" }}")).isEqualTo("&lt;b&gt;");
        assertThatThrownBy(() -> words.text("{{ .Nothing }}")).isInstanceOf(WordingException.class);
    }

    @Test
    void structuresBecomeJson() throws WordingException {
        Words words = wording.about(Fixtures.notification(Fixtures.firing("a")));
        Map<String, Object> details =
                Structured.of(
                                Map.of(
                                        "n", "{{ .Alerts.Firing | len }}",
                                        "firing", "{{ .Alerts.Firing | toJson }}"))
                        .renderMap(words);
        assertThat(details.get("n")).isEqualTo(1L);
        assertThat(details.get("firing")).isInstanceOf(List.class);
    }

    @Test
    void routeLabelsMayNameOneAnotherButNotInACircle() {
        Labels labels =
                new RouteLabelWords(wording)
                        .render(
                                Map.of(
                                        "a", "{{ routeLabels \"b\" }}!",
                                        "b", "{{ .CommonLabels.job }}",
                                        "c", "{{ routeLabels \"d\" }}",
                                        "d", "{{ routeLabels \"c\" }}",
                                        "e", "{{ .Nothing }}"),
                                Fixtures.notification(Fixtures.firing("x")));
        assertThat(labels).isEqualTo(Labels.of("a", "node!", "b", "node"));
    }
}
