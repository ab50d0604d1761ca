package tocsin.storage.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.rules.EvaluationException;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.remote.QuerySettings.PartialAnswers;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads what a server answers to a query.
final class QueryAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 200;

    private QueryAnswer() {}

    static List<Sample> read(Transport.Answer answer, PartialAnswers partial)
            throws IOException, EvaluationException {
        JsonNode root;
        try {
            root = JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IOException(
                    "status " + answer.status() + " with a body that is no JSON: " + shown(answer),
                    e);
        }
        if (root == null || !root.path("status").asText().equals("success")) {
            String type = root == null ? "" : root.path("errorType").asText();
            String error = root == null ? "" : root.path("error").asText();
            if (type.isEmpty()) {
                throw new IOException("status " + answer.status() + ": " + shown(answer));
            }
            throw new EvaluationException(type + ": " + error);
        }
        complete(root.path("warnings"), partial);
        return result(root.path("data"));
    }

    private static String shown(Transport.Answer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /// What PromQL itself remarks is no sign that something is missing; any other warning is.
    private static void complete(JsonNode warnings, PartialAnswers partial)
            throws EvaluationException {
        for (JsonNode warning : warnings) {
            boolean remark = warning.asText().startsWith("PromQL ");
            if (!remark && partial == PartialAnswers.FAIL) {
                throw new EvaluationException(
                        "the answer may not be complete: " + warning.asText());
            }
        }
    }

    private static List<Sample> result(JsonNode data) throws EvaluationException, IOException {
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asText()) {
            case "scalar" -> List.of(sample(Labels.EMPTY, result));
            case "vector" -> {
                var samples = new ArrayList<Sample>(result.size());
                for (JsonNode each : result) {
                    if (each.has("histogram")) {
                        throw new EvaluationException(
                                "a native histogram cannot be read from a pushed-down query");
                    }
                    samples.add(sample(labels(each.path("metric")), each.path("value")));
                }
                yield samples;
            }
            default -> throw new EvaluationException("rule result is not a vector or scalar");
        };
    }

    private static Labels labels(JsonNode metric) {
        var labels = new LabelsBuilder();
        metric.properties().forEach(label -> labels.set(label.getKey(), label.getValue().asText()));
        return labels.build();
    }

    private static Sample sample(Labels labels, JsonNode pair) throws IOException {
        if (pair.size() != 2 || !pair.get(0).isNumber() || !pair.get(1).isTextual()) {
            throw new IOException("a sample that is no pair of time and value: " + pair);
        }
        BigDecimal seconds = pair.get(0).decimalValue();
        try {
            return new Sample(
                    labels, seconds.movePointRight(3).longValue(), number(pair.get(1).asText()));
        } catch (NumberFormatException e) {
            throw new IOException("a value that is no number: " + pair, e);
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
