package tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.MatcherParser;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.util.TreeSet;

/// What a real Alertmanager prints, to the letter; see also `ConfigDumpBesideIT`.
final class ConfigPrinterTest {
    private static final String EVERYTHING =
            """
            global:
              resolve_timeout: 5m
              http_config:
                follow_redirects: true
                enable_http2: true
              smtp_hello: localhost
              smtp_require_tls: true
              smtp_tls_config:
                insecure_skip_verify: false
              slack_app_url: https://slack.com/api/chat.postMessage
              pagerduty_url: https://events.pagerduty.com/v2/enqueue
              opsgenie_api_url: https://api.opsgenie.com/
              wechat_api_url: https://qyapi.weixin.qq.com/cgi-bin/
              victorops_api_url: https://alert.victorops.com/integrations/generic/20131114/alert/
              telegram_api_url: https://api.telegram.org
              webex_api_url: https://webexapis.com/v1/messages
              rocketchat_api_url: https://open.rocket.chat/
            route:
              receiver: default
              group_by:
              - alertname
              continue: false
              group_wait: 1m
            receivers:
            - name: default
              labels:
                name: default
              webhook_configs:
              - send_resolved: true
                http_config:
                  follow_redirects: true
                  enable_http2: true
                url: <secret>
                url_file: ""
                max_alerts: 0
                timeout: 0s
            templates: []
            """;

    private static final String ROUTES_AND_INTERVALS =
            """
            route:
              receiver: a
              group_by: ['...']
              routes:
              - matchers: [a="b", 'c=~"d.*",e!~"x y"']
                match: {x: y}
                match_re: {r: "foo.*"}
                repeat_interval: 90m
                group_interval: 7d
            receivers: [{name: a}]
            time_intervals:
            - name: nights
              time_intervals:
              - times: [{start_time: '22:00', end_time: '24:00'}]
                weekdays: ['Monday:Friday', sunday, 'sunday:sunday']
                days_of_month: ['1:5', '-3:-1']
                months: ['january:march', '5']
                years: ['2020:2022', '2030']
                location: Europe/Paris
            """;

    private static String printed(String text) {
        YamlNode top = YamlReader.read("a.yml", text, new Problems()).orElseThrow();
        return ConfigPrinter.print(top, new MatcherParser(MatcherParser.Mode.FALLBACK, "config"));
    }

    private static String receiver(String fields) {
        String all =
                printed(
                        """
                        route: {receiver: a}
                        receivers:
                        - name: a
                          %s
                        """
                                .formatted(fields));
        return all.substring(all.indexOf("    name: a\n") + "    name: a\n".length())
                .replace("templates: []\n", "");
    }

    @Test
    void everythingThatHoldsIsPrintedInUpstreamsOrder() {
        assertThat(
                        printed(
                                """
                                receivers: [{name: default, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}]
                                route: {receiver: default, group_by: [alertname], group_wait: 60s}
                                """))
                .isEqualTo(EVERYTHING);
    }

    @Test
    void routesMatchersAndIntervalsAreInTheirOwnForms() {
        String all = printed(ROUTES_AND_INTERVALS);
        assertThat(all)
                .contains(
                        """
                          - '...'
                          continue: false
                          routes:
                          - match:
                              x: "y"
                            match_re:
                              r: foo.*
                            matchers:
                            - a="b"
                            - c=~"d.*"
                            - e!~"x y"
                            continue: false
                            group_interval: 1w
                            repeat_interval: 1h30m
                        """)
                .endsWith(
                        """
                        time_intervals:
                        - name: nights
                          time_intervals:
                          - times:
                            - start_time: "22:00"
                              end_time: "24:00"
                            weekdays: ['monday:friday', sunday, sunday]
                            days_of_month: ["1:5", '-3:-1']
                            months: ["1:3", "5"]
                            years: ['2020:2022', "2030"]
                            location: Europe/Paris
                        """);
    }

    @Test
    void textsAreQuotedAndBrokenAsGoDoesIt() {
        String mail =
                receiver(
                        """
                        email_configs:
                            - to: x@y
                              from: a@b
                              smarthost: mail:25
                              headers: {subject: "long text with {{ .x }} and more text so that it becomes longer than eighty characters in one line for folding to take place"}
                              html: "multi\\nline\\n"
                              text: "no end\\n  in sight"
                              auth_identity: "tab\\tand bell\\a"
                              auth_username: "yes"
                        """);
        assertThat(mail)
                .contains(
                        """
                            auth_username: "yes"
                            auth_identity: "tab\\tand bell\\a"
                            headers:
                              From: a@b
                              Subject: long text with {{ .x }} and more text so that it becomes longer than
                                eighty characters in one line for folding to take place
                              To: x@y
                            html: |
                              multi
                              line
                            text: |-
                              no end
                                in sight
                            require_tls: true
                            tls_config:
                              insecure_skip_verify: false
                        """);
    }

    @Test
    void whatIsWrittenIsPrintedWhereverItIsKnown() {
        String shown =
                receiver(
                        """
                        webhook_configs:
                            - url_file: /run/url
                              http_config: {bearer_token: s3cret, proxy_url: 'http://me:s3cret@proxy:1'}
                              payload: {a: [1, "2", {b: true}], c: s}
                              timeout: 90s
                        """);
        assertThat(shown)
                .contains(
                        """
                              authorization:
                                type: Bearer
                                credentials: <secret>
                        """)
                .contains("      proxy_url: http://me:xxxxx@proxy:1\n")
                .contains(
                        """
                            url_file: /run/url
                            max_alerts: 0
                            timeout: 1m30s
                            payload:
                              a:
                              - 1
                              - "2"
                              - b: true
                              c: s
                        """)
                .doesNotContain("s3cret");
    }

    @Test
    void aReceiverHasWhatItDoesNotSayFromGlobalUnlessItHasTheSameFromAFile() {
        String text =
                """
                global: {opsgenie_api_key: s3cret, opsgenie_api_url: 'http://o', slack_app_token: s3cret}
                route: {receiver: a}
                receivers:
                - name: a
                  opsgenie_configs: [{}, {api_key_file: /key}]
                  slack_configs: [{channel: x}]
                """;
        assertThat(printed(text))
                .contains(
                        """
                            api_key: <secret>
                            api_url: http://o/
                        """)
                .contains(
                        """
                            api_key_file: /key
                            api_url: http://o/
                        """)
                .contains(
                        """
                              enable_http2: true
                            app_token: <secret>
                            app_url: https://slack.com/api/chat.postMessage
                            channel: x
                        """)
                .doesNotContain("s3cret");
    }

    @Test
    void everyShapeThatIsNamedIsThere() {
        var seen = new TreeSet<String>();
        reach("config", seen);
        assertThat(seen).hasSizeGreaterThan(40);
    }

    private static void reach(String shape, TreeSet<String> seen) {
        if (!seen.add(shape)) {
            return;
        }
        for (Shapes.Field field : Shapes.of(shape)) {
            if (field.isBlock() || field.isBlocks()) {
                reach(field.shape(), seen);
            } else if (field.kind().equals("worded")) {
                reach("worded", seen);
            }
        }
    }
}
