package tocsin.jepsen.beside;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A valid configuration by chance, as JSON, which is YAML too. Only what Debian's Alertmanager
/// does as 0.34 does: a route that groups by nothing inherits there, and is left out.
final class RandomConfig {
    private static final String REST =
            """
            "receivers":[
              {"name":"r0","webhook_configs":[{"url":"SINK"}]},
              {"name":"r1","webhook_configs":[{"url":"SINK","send_resolved":false}]},
              {"name":"r2","webhook_configs":[{"url":"SINK","max_alerts":2}]}],
            "time_intervals":[
              {"name":"always","time_intervals":[{"years":["2000:2100"]}]},
              {"name":"never","time_intervals":[{"years":["1999"]}]}]
            """;

    private final Random chance;

    RandomConfig(Random chance) {
        this.chance = chance;
    }

    String text() {
        return "{\"route\":" + root() + ",\"inhibit_rules\":" + inhibitRules() + "," + REST + "}";
    }

    private String root() {
        return """
        {"receiver":"r0","group_wait":"1500ms","group_interval":"2s","repeat_interval":"%s",\
        "group_by":%s%s}\
        """
                .formatted(
                        one("5s", "1h"),
                        one("[alertname]", "[alertname,team]", "['...']"),
                        below(2));
    }

    private String below(int depth) {
        var routes = new ArrayList<String>();
        for (int left = depth == 0 ? 0 : chance.nextInt(3); left > 0; left--) {
            routes.add(route(depth - 1));
        }
        return routes.isEmpty() ? "" : ",\"routes\":[" + String.join(",", routes) + "]";
    }

    private String route(int depth) {
        var fields = new ArrayList<String>();
        var matchers = new ArrayList<String>();
        for (int left = chance.nextInt(3); left > 0; left--) {
            matchers.add(
                    "'%s%s\"%s\"'"
                            .formatted(
                                    one("team", "sev", "instance"),
                                    one("=", "=", "!=", "=~", "!~"),
                                    one("a", "b", "a|b", "1", "", ".+")));
        }
        fields.add("\"matchers\":[" + String.join(",", matchers) + "]");
        sometimes(7, fields, "\"receiver\":\"r" + chance.nextInt(3) + "\"");
        sometimes(4, fields, "\"continue\":true");
        sometimes(
                4, fields, "\"group_by\":" + one("[alertname]", "['...']", "[team]", "[sev,team]"));
        sometimes(3, fields, "\"group_wait\":\"" + one("500ms", "1500ms", "2500ms") + "\"");
        sometimes(3, fields, "\"group_interval\":\"" + one("2s", "3s") + "\"");
        sometimes(1, fields, "\"mute_time_intervals\":[always]");
        sometimes(2, fields, "\"active_time_intervals\":[" + one("always", "never") + "]");
        return "{" + String.join(",", fields) + below(depth) + "}";
    }

    private String inhibitRules() {
        var rules = new ArrayList<String>();
        for (int left = chance.nextInt(3); left > 0; left--) {
            rules.add(
                    """
                    {"source_matchers":['sev="a"'],"target_matchers":['sev="b"'],"equal":%s}\
                    """
                            .formatted(one("[team]", "[instance]", "[]")));
        }
        return rules.toString();
    }

    private void sometimes(int tenths, List<String> fields, String field) {
        if (chance.nextInt(10) < tenths) {
            fields.add(field);
        }
    }

    private String one(String... of) {
        return of[chance.nextInt(of.length)];
    }
}
