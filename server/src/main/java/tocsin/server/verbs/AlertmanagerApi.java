package tocsin.server.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import tocsin.server.verbs.HttpCalls.Answer;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/// Alertmanager's API v2, with errors in the words of upstream's client.
final class AlertmanagerApi {
    private static final String BASE = "/api/v2";
    private static final Map<Integer, String> WORDS =
            Map.of(400, "BadRequest", 404, "NotFound", 500, "InternalServerError");

    private final HttpCalls http;

    AlertmanagerApi(HttpCalls http) {
        this.http = http;
    }

    /// The server answered with an error.
    static final class ApiError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        private ApiError(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    JsonNode status() {
        return json(required("GET /status", "getStatus", http.get(BASE + "/status")));
    }

    JsonNode alerts(List<Entry<String, String>> query) {
        Answer answer = http.get(BASE + "/alerts" + HttpCalls.query(query));
        return json(required("GET /alerts", "getAlerts", answer));
    }

    void postAlerts(JsonNode alerts) {
        Answer answer = http.postJson(BASE + "/alerts", alerts.toString());
        required("POST /alerts", "postAlerts", answer);
    }

    JsonNode silences(List<Entry<String, String>> query) {
        Answer answer = http.get(BASE + "/silences" + HttpCalls.query(query));
        return json(required("GET /silences", "getSilences", answer));
    }

    JsonNode silence(String id) {
        Answer answer = http.get(BASE + "/silence/" + HttpCalls.encode(id));
        return json(required("GET /silence/{silenceID}", "getSilence", answer));
    }

    void expire(String id) {
        Answer answer = http.delete(BASE + "/silence/" + HttpCalls.encode(id));
        required("DELETE /silence/{silenceID}", "deleteSilence", answer);
    }

    /// Makes or changes a silence.
    ///
    /// @return its id
    /// @throws ApiError when the server refuses it
    String postSilence(JsonNode silence) {
        Answer answer = http.postJson(BASE + "/silences", silence.toString());
        if (!answer.isSuccess()) {
            throw new ApiError(answer.status(), error("POST /silences", "postSilences", answer));
        }
        return json(answer.body()).path("silenceID").asText();
    }

    private static String required(String call, String operation, Answer answer) {
        if (!answer.isSuccess()) {
            throw new VerbException(error(call, operation, answer));
        }
        return answer.body();
    }

    private static String error(String call, String operation, Answer answer) {
        String word = WORDS.get(answer.status());
        String body = answer.body().strip();
        if (word == null) {
            return "[%s][%d] %s default  %s".formatted(call, answer.status(), operation, body);
        }
        return "[%s][%d] %s%s %s".formatted(call, answer.status(), operation, word, body).strip();
    }

    private static JsonNode json(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new VerbException("the server's answer is no JSON: " + e.getOriginalMessage());
        }
    }
}
