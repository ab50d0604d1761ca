package tocsin.server.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.server.verbs.HttpCalls.Answer;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map.Entry;
import java.util.concurrent.Callable;

/// What the verbs that query a server of Prometheus's API share: the server, the form of the
/// answer, and how its errors are told.
abstract class PromQuery implements Callable<Integer> {
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    private final Globals globals;

    @Option(names = "--format", defaultValue = "promql", description = "promql or json.")
    String form = "promql";

    @Parameters(index = "0", description = "The server: http://host:port.")
    String server = "";

    PromQuery(Globals globals) {
        this.globals = globals;
    }

    /// The data of an answer that is a success.
    final JsonNode ask(String path, List<Entry<String, String>> parameters) {
        HttpCalls http = HttpCalls.to(server, globals.httpConfigFile, globals.timeLimit());
        return data(http.get(path + HttpCalls.query(parameters)), globals);
    }

    /// The data of an answer, when it is a success; its warnings go to standard error.
    static JsonNode data(Answer answer, Globals globals) {
        JsonNode body = json(answer);
        if (!body.path("status").asText().equals("success")) {
            String why =
                    body.has("error")
                            ? body.path("errorType").asText() + ": " + body.path("error").asText()
                            : "server answered " + answer.status();
            throw new VerbException("query error: " + why);
        }
        for (JsonNode warning : body.path("warnings")) {
            globals.streams().err().print("warning: " + warning.asText() + "\n");
        }
        return body.path("data");
    }

    private static JsonNode json(Answer answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new VerbException("query error: server answered " + answer.status());
        }
    }

    final int print(JsonNode json, String text) {
        boolean asJson = form.equals("json") || globals.output.equals("json");
        String shown = asJson ? Json.text(json) : text;
        if (!shown.isEmpty()) {
            globals.streams().out().print(shown + "\n");
        }
        return 0;
    }

    /// A time as typed: seconds since 1970, or RFC 3339.
    static Instant time(String text) {
        try {
            return Instant.ofEpochMilli(new BigDecimal(text).multiply(MILLIS).longValue());
        } catch (NumberFormatException notSeconds) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new VerbException("cannot parse \"" + text + "\" to a valid timestamp");
            }
        }
    }

    static String seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli()).divide(MILLIS).toPlainString();
    }
}
