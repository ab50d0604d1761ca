package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import tocsin.labels.Labels;
import tocsin.labels.Quoting;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Query results as promtool prints them: `up{job="node"} => 1 @[1700000000]`.
final class PromText {
    private PromText() {}

    static String result(JsonNode data) {
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asText()) {
            case "vector" ->
                    Output.list(result).stream()
                            .map(each -> metric(each.path("metric")) + " => " + latest(each))
                            .collect(Collectors.joining("\n"));
            case "matrix" ->
                    Output.list(result).stream()
                            .map(PromText::series)
                            .collect(Collectors.joining("\n"));
            case "scalar" -> "scalar: " + sample(result);
            default -> result.path(1).asText();
        };
    }

    private static String latest(JsonNode sample) {
        return sample.has("histogram")
                ? histogram(sample.path("histogram"))
                : sample(sample.path("value"));
    }

    private static String series(JsonNode series) {
        var lines = new ArrayList<String>();
        lines.add(metric(series.path("metric")) + " =>");
        series.path("values").forEach(each -> lines.add(sample(each)));
        series.path("histograms").forEach(each -> lines.add(histogram(each)));
        return String.join("\n", lines);
    }

    private static String histogram(JsonNode pair) {
        JsonNode histogram = pair.path(1);
        return "Count: %s, Sum: %s @[%s]"
                .formatted(
                        number(histogram.path("count").asText()),
                        number(histogram.path("sum").asText()),
                        time(pair.path(0)));
    }

    private static String sample(JsonNode pair) {
        return number(pair.path(1).asText()) + " @[" + time(pair.path(0)) + "]";
    }

    private static String time(JsonNode seconds) {
        return seconds.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static String number(String text) {
        try {
            return new BigDecimal(text).toPlainString();
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /// `up{job="node", instance="a"}`, the labels sorted.
    static String metric(JsonNode metric) {
        var labels = new TreeMap<String, String>(Labels.BYTE_ORDER);
        metric.properties().forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        String name = labels.remove(Labels.METRIC_NAME);
        if (labels.isEmpty() && name != null) {
            return name;
        }
        return labels.entrySet().stream()
                .map(each -> each.getKey() + "=" + Quoting.quote(each.getValue()))
                .collect(Collectors.joining(", ", (name == null ? "" : name) + "{", "}"));
    }
}
