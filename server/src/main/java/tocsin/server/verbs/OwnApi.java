package tocsin.server.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import tocsin.server.verbs.HttpCalls.Answer;

/// Tocsin's own API.
final class OwnApi {
    private static final String BASE = "/api/tocsin/v1";

    private final HttpCalls http;

    OwnApi(HttpCalls http) {
        this.http = http;
    }

    JsonNode get(String path) {
        return json(http.get(BASE + path));
    }

    JsonNode post(String path) {
        return json(http.postJson(BASE + path, ""));
    }

    JsonNode delete(String path) {
        return json(http.delete(BASE + path));
    }

    private static JsonNode json(Answer answer) {
        JsonNode node;
        try {
            node = Json.MAPPER.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new VerbException("the server's answer is no JSON: " + e.getOriginalMessage());
        }
        if (!answer.isSuccess()) {
            String why = node.path("error").asText(answer.body().strip());
            throw new VerbException("the server answered " + answer.status() + ": " + why);
        }
        return node;
    }
}
