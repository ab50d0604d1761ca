package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Http;

import java.nio.file.Path;
import java.util.List;

/// The same requests to the real Alertmanager and to Tocsin: the same status and, but for ids,
/// times and what 0.34 words otherwise than Debian's Alertmanager, the same body.
class ApiBesideIT {
    private static final String CONFIG =
            """
            route:
              receiver: default
              group_by: [alertname]
              routes:
              - matchers: ['team="a"', 'sev=~"x|y"']
                receiver: team-a
                continue: true
                group_by: ['...']
              - match: {team: a}
                receiver: team-b
            inhibit_rules:
            - source_matchers: [sev=x]
              target_matchers: [sev=y]
              equal: [team]
            receivers:
            - name: default
              webhook_configs: [{url: 'SINK'}]
            - name: team-a
            - name: team-b
            """;

    private static final String MATCHER =
            "\"matchers\":[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":false}]";
    private static final String REST =
            "\"startsAt\":\"2090-01-01T00:00:00Z\",\"endsAt\":\"2090-01-02T00:00:00Z\","
                    + "\"createdBy\":\"me\",\"comment\":\"c\"";

    private static final List<String> ALERT_BODIES =
            List.of(
                    "",
                    "[]",
                    " [] ",
                    "x",
                    "{}",
                    "[{}]",
                    "[{\"labels\":null}]",
                    "[{\"labels\":{}}]",
                    "[{\"labels\":{\"a\":\"\"}}]",
                    "[{\"labels\":{\"a\":\"1\"}",
                    "[{\"labels\":{\"a\":\"1\"},\"generatorURL\":\"foo\"}]",
                    "[{\"labels\":{\"b\":\"1\"},\"generatorURL\":\"http://x/{}|y\"}]",
                    "[{\"labels\":{\"\":\"1\"}}]",
                    "[{\"labels\":{\"a\":\"1\"}},{\"labels\":{}}]",
                    "[{\"labels\":{\"a\":\"1\"},\"annotations\":{\"x\":\"\"}}]",
                    "[{\"labels\":{\"a\":\"1\"},\"startsAt\":\"\"}]",
                    "[{\"LABELS\":{\"a\":\"2\"},\"foo\":1}]",
                    "[{\"labels\":{\"a\":null,\"b\":\"2\"}}]",
                    "[{\"labels\":{\"a\":\"1\"},\"startsAt\":\"2020-01-02T00:00:00Z\","
                            + "\"endsAt\":\"2020-01-01T00:00:00Z\"}]",
                    "[{\"labels\":{\"alertname\":\"S\",\"team\":\"a\",\"sev\":\"x\"}},"
                            + "{\"labels\":{\"alertname\":\"T\",\"team\":\"a\",\"sev\":\"y\"}}]");

    private static final List<String> SILENCE_BODIES =
            List.of(
                    "",
                    "{}",
                    "{" + REST + "}",
                    "{\"matchers\":[]," + REST + "}",
                    "{\"matchers\":[{}]," + REST + "}",
                    "{\"matchers\":[{\"name\":\"a\"}]," + REST + "}",
                    "{" + MATCHER + "}",
                    "{" + MATCHER + "," + REST + "}",
                    "{\"id\":\"x\"," + MATCHER + "," + REST + "}",
                    "{\"matchers\":[{\"name\":\"a\",\"value\":\"\",\"isRegex\":false}],"
                            + REST
                            + "}",
                    "{\"matchers\":[{\"name\":\"a\",\"value\":\".*\",\"isRegex\":true}],"
                            + REST
                            + "}",
                    "{\"matchers\":[{\"name\":\"a\",\"value\":\"(\",\"isRegex\":true}],"
                            + REST
                            + "}",
                    "{\"matchers\":[{\"name\":\"\",\"value\":\"x\",\"isRegex\":false}],"
                            + REST
                            + "}",
                    "{"
                            + MATCHER
                            + ",\"startsAt\":\"2090-01-01T00:00:00Z\",\"endsAt\":"
                            + "\"2089-01-01T00:00:00Z\",\"createdBy\":\"\",\"comment\":\"\"}",
                    "{"
                            + MATCHER
                            + ",\"startsAt\":\"2000-01-01T00:00:00Z\",\"endsAt\":"
                            + "\"2001-01-01T00:00:00Z\",\"createdBy\":\"\",\"comment\":\"\"}",
                    "{"
                            + MATCHER
                            + ",\"startsAt\":\"0001-01-01T00:00:00Z\",\"endsAt\":"
                            + "\"2090-01-02T00:00:00Z\",\"createdBy\":\"\",\"comment\":\"\"}");

    private static final List<String> READS =
            List.of(
                    "/-/healthy",
                    "/-/ready",
                    "/nope",
                    "/api/v2/nope",
                    "/api/v2/alerts",
                    "/api/v2/alerts?active=false",
                    "/api/v2/alerts?inhibited=false",
                    "/api/v2/alerts?inhibited=bogus",
                    "/api/v2/alerts?filter=alertname%3DS",
                    "/api/v2/alerts?filter=alertname%21%3D%22%22&filter=sev%3D~%22x%7Cz%22",
                    "/api/v2/alerts?filter=foo",
                    "/api/v2/alerts?receiver=team-.*",
                    "/api/v2/alerts?receiver=(",
                    "/api/v2/alerts/groups",
                    "/api/v2/alerts/groups?receiver=team-b",
                    "/api/v2/alerts/groups?receiver=%5B",
                    "/api/v2/alerts/groups?inhibited=false",
                    "/api/v2/silences",
                    "/api/v2/silences?filter=a%3Db",
                    "/api/v2/silences?filter=a%3D~%22b%22",
                    "/api/v2/silences?filter=x",
                    "/api/v2/silence/abc",
                    "/api/v2/silence/00000000-0000-0000-0000-000000000000");

    private @TempDir Path folder;

    @Test
    void bothAnswerTheSame() {
        try (var pair = new Pair(folder, CONFIG)) {
            ALERT_BODIES.forEach(body -> same(pair, "/api/v2/alerts", body));
            SILENCE_BODIES.forEach(body -> same(pair, "/api/v2/silences", body));
            for (String path : READS) {
                assertThat(plain(Http.get(pair.tocsin().uri(path))))
                        .as("GET %s", path)
                        .isEqualTo(plain(Http.get(pair.alertmanager().uri(path))));
            }
        }
    }

    private static void same(Pair pair, String path, String body) {
        assertThat(plain(Http.post(pair.tocsin().uri(path), body)))
                .as("POST %s %s", path, body)
                .isEqualTo(plain(Http.post(pair.alertmanager().uri(path), body)));
    }

    private static String plain(Http.Answer answer) {
        return answer.status()
                + " "
                + answer.body()
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "TIME")
                        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
                        .replace("\"mutedBy\":[],", "")
                        .replace(",\"routeLabels\":{}", "")
                        .replace("silence invalid:", "invalid silence:")
                        .replace(" in set 0", "")
                        .replace("matcher set 0: ", "");
    }
}
