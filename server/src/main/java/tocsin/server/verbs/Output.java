package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherText;
import tocsin.labels.Quoting;

import java.io.PrintStream;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Prints what the API answered, in one of amtool's three styles.
record Output(Style style, GoLayout dates, PrintStream out) {
    /// How much is printed.
    enum Style {
        /// What a person needs.
        SIMPLE,
        /// Everything, as a table.
        EXTENDED,
        /// Everything, as the API has it.
        JSON
    }

    void alerts(JsonNode alerts) {
        switch (style) {
            case JSON -> json(alerts);
            case SIMPLE -> {
                var table = new Table("Alertname", "Starts At", "Summary", "State");
                for (JsonNode alert : sorted(alerts, "startsAt")) {
                    table.line(
                            alert.path("labels").path("alertname").asText(),
                            date(alert, "startsAt"),
                            alert.path("annotations").path("summary").asText(),
                            alert.path("status").path("state").asText());
                }
                table.print(out);
            }
            case EXTENDED -> {
                var table =
                        new Table(
                                "Labels",
                                "Annotations",
                                "Starts At",
                                "Ends At",
                                "Generator URL",
                                "State");
                for (JsonNode alert : sorted(alerts, "startsAt")) {
                    table.line(
                            labels(alert.path("labels")),
                            labels(alert.path("annotations")),
                            date(alert, "startsAt"),
                            date(alert, "endsAt"),
                            alert.path("generatorURL").asText(),
                            alert.path("status").path("state").asText());
                }
                table.print(out);
            }
        }
    }

    void silences(List<JsonNode> silences) {
        var list = Json.MAPPER.createArrayNode().addAll(silences);
        switch (style) {
            case JSON -> json(list);
            case SIMPLE -> {
                var table = new Table("ID", "Matchers", "Ends At", "Created By", "Comment");
                for (JsonNode silence : sorted(list, "endsAt")) {
                    table.line(
                            silence.path("id").asText(),
                            matchers(silence).stream()
                                    .map(MatcherText::of)
                                    .collect(Collectors.joining(" ")),
                            date(silence, "endsAt"),
                            silence.path("createdBy").asText(),
                            silence.path("comment").asText());
                }
                table.print(out);
            }
            case EXTENDED -> extended(list).print(out);
        }
    }

    private Table extended(JsonNode silences) {
        var table =
                new Table(
                        "ID",
                        "Matchers",
                        "Starts At",
                        "Ends At",
                        "Updated At",
                        "Created By",
                        "Comment");
        for (JsonNode silence : sorted(silences, "endsAt")) {
            table.line(
                    silence.path("id").asText(),
                    MatcherText.of(matchers(silence)),
                    date(silence, "startsAt"),
                    date(silence, "endsAt"),
                    date(silence, "updatedAt"),
                    silence.path("createdBy").asText(),
                    silence.path("comment").asText());
        }
        return table;
    }

    void cluster(JsonNode cluster) {
        if (style == Style.JSON) {
            json(cluster);
            return;
        }
        out.print("Cluster Status:  " + cluster.path("status").asText() + "\n");
        out.print("Node Name:       " + cluster.path("name").asText() + "\n");
        if (style == Style.EXTENDED) {
            out.print("\n");
            var table = Table.withOpenHeader("Address", "Name");
            list(cluster.path("peers")).stream()
                    .sorted(Comparator.comparing(peer -> peer.path("address").asText()))
                    .forEach(peer ->
                            table.line(peer.path("address").asText(), peer.path("name").asText()));
            table.print(out);
        }
    }

    void json(JsonNode node) {
        out.print(Json.text(node) + "\n");
    }

    private String date(JsonNode object, String field) {
        String time = object.path(field).asText();
        return time.isEmpty() ? "" : dates.format(time);
    }

    private static String labels(JsonNode object) {
        var labels = new java.util.TreeMap<String, String>(Labels.BYTE_ORDER);
        object.properties().forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        return labels.entrySet().stream()
                .map(each -> each.getKey() + "=" + Quoting.quote(each.getValue()))
                .collect(Collectors.joining(" "));
    }

    static List<Matcher> matchers(JsonNode silence) {
        var matchers = new ArrayList<Matcher>();
        for (JsonNode each : silence.path("matchers")) {
            boolean regex = each.path("isRegex").asBoolean();
            boolean equal = each.path("isEqual").asBoolean(true);
            MatchType type =
                    regex
                            ? (equal ? MatchType.MATCHES : MatchType.NOT_MATCHES)
                            : (equal ? MatchType.EQUAL : MatchType.NOT_EQUAL);
            matchers.add(Matcher.of(type, each.path("name").asText(), each.path("value").asText()));
        }
        return matchers;
    }

    private static List<JsonNode> sorted(JsonNode list, String field) {
        return list(list).stream()
                .sorted(
                        Comparator.comparing(each ->
                                OffsetDateTime.parse(each.path(field).asText()).toInstant()))
                .toList();
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
