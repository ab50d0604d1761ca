package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// `config.original` of `/api/v2/status`: line by line what the real Alertmanager prints of the
/// same file, in the same order. Debian's is older than the one that Tocsin follows, so that ours
/// may have lines besides: those of fields that the older one does not know, and of no others.
class ConfigDumpBesideIT {
    /// Fields that are newer than Debian's Alertmanager 0.25.
    private static final String NEWER =
            "(labels|name|slack_app_url|app_url|rocketchat_api_url|smtp_tls_config|tls_config"
                    + "|insecure_skip_verify|url_file|timeout|update_message|location): .*"
                    + "|(labels|smtp_tls_config|tls_config):";

    private static final String CONFIG =
            """
            global:
              resolve_timeout: 90s
              smtp_smarthost: mail:25
              smtp_from: "a@b"
              smtp_auth_password: pw
              slack_api_url: http://slack/x
              opsgenie_api_key: k
              victorops_api_key: k
              wechat_api_secret: k
              wechat_api_corp_id: corp
              http_config: {basic_auth: {username: u, password: p}}
            route:
              receiver: all
              group_by: ['...']
              group_wait: 1s
              group_interval: 7d
              routes:
              - receiver: some
                matchers: [a="b", 'c=~"d.*"', e!~"x y"]
                match: {x: y, no: 'off'}
                match_re: {r: "foo.*", s: '1:2'}
                continue: true
                group_by: [b, a]
                repeat_interval: 90m
                mute_time_intervals: [nights]
                active_time_intervals: [days]
            inhibit_rules:
            - source_matchers: [a="1"]
              target_match: {b: c}
              target_match_re: {b: c}
              equal: [x, y]
            mute_time_intervals:
            - name: nights
              time_intervals:
              - times: [{start_time: '22:00', end_time: '24:00'}]
                weekdays: ['monday:friday', 'sunday']
                days_of_month: ['1:5', '-3:-1']
                months: ['january:march', '5']
                years: ['2020:2022', '2030']
                location: Europe/Paris
            time_intervals:
            - name: days
              time_intervals:
              - weekdays: [saturday]
            receivers:
            - name: some
              pushover_configs: [{user_key: k, token: t, html: true, retry: 90s, expire: 25h}]
            - name: all
              email_configs:
              - to: "x@y"
                headers: {subject: "%s", x-number: "12", x-odd: "- # 'quoted'"}
                html: "multi\nline\n"
                text: "ends\nin text"
              slack_configs:
              - channel: "#c"
                title: " blank before"
                fields: [{title: t, value: v, short: true}, {title: "1e3", value: "0x1f"}]
                actions: [{type: button, text: t, url: http://u}]
              pagerduty_configs:
              - routing_key: k
                images: [{src: s, alt: a, href: h}]
                links: [{href: h, text: t}]
                details: {firing: a, resolved: b}
              opsgenie_configs:
              - responders: [{name: n, type: team}]
                tags: a,b
                details: {"y": "2020-01-01", z: "é – ü"}
              wechat_configs: [{to_user: u}]
              victorops_configs: [{routing_key: r, custom_fields: {a: "{{ .x }}: b"}}]
              sns_configs:
              - topic_arn: t
                sigv4: {region: r, access_key: a, secret_key: s}
                attributes: {a: b}
              - phone_number: "+4912"
                sigv4: {}
              telegram_configs:
              - bot_token: t
                chat_id: -7
                http_config: {authorization: {credentials: c}, follow_redirects: false}
              discord_configs: [{webhook_url: 'http://127.0.0.1:1/x', title: "%s"}]
              webex_configs: [{room_id: r, http_config: {authorization: {credentials: c}}}]
            """
                    .formatted("long words ".repeat(30), "a ' quote: ".repeat(20));

    @TempDir private Path folder;

    @Test
    void bothPrintTheSame() throws IOException {
        try (var pair = new Pair(folder, CONFIG)) {
            List<String> theirs = printed(pair.alertmanager());
            var left = new ArrayDeque<>(theirs);
            var besides = new ArrayList<String>();
            for (String line : printed(pair.tocsin())) {
                if (!left.isEmpty() && left.getFirst().equals(line)) {
                    left.removeFirst();
                } else if (!line.strip().matches(NEWER)) {
                    besides.add(line + "  where Alertmanager has  " + left.peekFirst());
                }
            }
            assertThat(besides).isEmpty();
            assertThat(left).isEmpty();
            assertThat(theirs).hasSizeGreaterThan(200);
        }
    }

    private static List<String> printed(Pair.Side side) throws IOException {
        String status = Http.get(side.uri("/api/v2/status")).body();
        return new ObjectMapper()
                .readTree(status)
                .path("config")
                .path("original")
                .asText()
                .lines()
                .toList();
    }
}
