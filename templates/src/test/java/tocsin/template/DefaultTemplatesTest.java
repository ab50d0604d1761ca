package tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;

/// The default templates write, byte for byte, what upstream's write.
class DefaultTemplatesTest {
    private static final String SUBJECT = "[FIRING:1] HighCPU (node critical)";
    private static final String URL = "http://am.example:9093/#/alerts?receiver=team%5C.x";

    private static String plain(String host) {
        return """
        Labels:
         - alertname = HighCPU
         - instance = %1$s:9100
         - job = node
         - severity = critical
        Annotations:
         - summary = CPU high on %1$s
        Source: http://prom/graph?g0.expr=up
        """
                .formatted(host);
    }

    private static String markdown(String host) {
        return """

        Labels:
          - alertname = HighCPU
          - instance = %1$s:9100
          - job = node
          - severity = critical

        Annotations:
          - summary = CPU high on %1$s

        Source: http://prom/graph?g0.expr=up
        """
                .formatted(host);
    }

    private static String text(String name, TemplateData data) throws TemplateException {
        return Example.templates().expandText("{{ template \"" + name + "\" . }}", data);
    }

    @Test
    void subjectsNameTheGroupAndWhatTheAlertsHaveInCommon() throws TemplateException {
        assertThat(text("slack.default.title", Example.both())).isEqualTo(SUBJECT);
        assertThat(text("email.default.subject", Example.firing()))
                .isEqualTo("[FIRING:1] HighCPU (a:9100 node critical)");
        assertThat(
                        text(
                                "__subject",
                                Example.of(
                                        Labels.EMPTY.with("alertname", "HighCPU"),
                                        Example.RESOLVED)))
                .isEqualTo("[RESOLVED] HighCPU (b:9100 node critical)");
        assertThat(text("__subject", Example.of(Example.FIRING.labels(), Example.FIRING)))
                .isEqualTo("[FIRING:1] HighCPU a:9100 node critical ");
    }

    @Test
    void linksLeadToTheReceiversAlerts() throws TemplateException {
        assertThat(text("pagerduty.default.clientURL", Example.both())).isEqualTo(URL);
        assertThat(text("slack.default.fallback", Example.both())).isEqualTo(SUBJECT + " | " + URL);
    }

    @Test
    void messagesListTheAlertsInTheFormsOfEachIntegration() throws TemplateException {
        assertThat(text("opsgenie.default.description", Example.both()))
                .isEqualTo("\nAlerts Firing:\n" + plain("a") + "\nAlerts Resolved:\n" + plain("b"));
        assertThat(text("victorops.default.state_message", Example.firing()))
                .isEqualTo("CPU high on a\nAlerts Firing:\n" + plain("a") + "\n");
        assertThat(text("pushover.default.message", Example.both()))
                .isEqualTo(
                        "\n\nAlerts Firing:\n"
                                + plain("a")
                                + "\n\n\nAlerts Resolved:\n"
                                + plain("b")
                                + "\n\n");
        assertThat(text("sns.default.message", Example.firing()))
                .isEqualTo("CPU high on a\n\nAlerts Firing:\n" + plain("a") + "\n\n\n");
        assertThat(text("telegram.default.message", Example.firing()))
                .isEqualTo("\n\nAlerts Firing:\n" + plain("a") + "\n\n\n");
        assertThat(text("msteams.default.text", Example.both()))
                .isEqualTo(
                        "\n\n# Alerts Firing:\n"
                                + markdown("a")
                                + "\n\n\n\n# Alerts Resolved:\n"
                                + markdown("b")
                                + "\n\n\n");
        assertThat(text("jira.default.description", Example.firing()))
                .isEqualTo("\n\n# Alerts Firing:\n" + markdown("a") + "\n\n\n\n");
        assertThat(text("wechat.default.message", Example.both()))
                .isEqualTo(
                        SUBJECT
                                + "\n\nAlerts Firing:\n"
                                + plain("a")
                                + "\nAlerts Resolved:\n"
                                + plain("b")
                                + "\nAlertmanagerUrl:\n"
                                + URL);
    }

    @Test
    void prioritiesFollowTheHighestSeverity() throws TemplateException {
        assertThat(text("jira.default.priority", Example.both())).isEqualTo("High");
        assertThat(text("slack.default.color", Example.both())).isEqualTo("danger");
    }

    @Test
    void mailsAreHtmlWithEverythingEscaped() throws TemplateException {
        String mail =
                Example.templates()
                        .expandHtml("{{ template \"email.default.html\" . }}", Example.both());
        assertThat(mail)
                .contains("<title>[FIRING:1] HighCPU (node critical)</title>")
                .contains("background-color: #E6522C;")
                .contains("2 alerts for")
                .contains("instance = a:9100<br />")
                .contains("href=\"http://prom/graph?g0.expr=up\"")
                .contains("href=\"http://am.example:9093/#/alerts?receiver=team%5C.x\"")
                .contains("[1] Resolved");
    }
}
