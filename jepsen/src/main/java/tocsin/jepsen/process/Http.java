package tocsin.jepsen.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// HTTP as a client of the product would speak it.
public final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    private Http() {}

    /// An answer.
    public record Answer(int status, String body) {
        /// The body as JSON.
        public JsonNode json() {
            return parse(body);
        }

        /// This answer, which must be a success.
        public Answer required() {
            if (status / 100 != 2) {
                throw new AssertionError("HTTP " + status + ": " + body);
            }
            return this;
        }
    }

    /// JSON from text.
    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A GET.
    public static Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    /// A POST of JSON.
    public static Answer post(URI uri, String json) {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    /// A DELETE.
    public static Answer delete(URI uri) {
        return send(HttpRequest.newBuilder(uri).DELETE());
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    CLIENT.send(
                            request.timeout(Duration.ofSeconds(10)).build(),
                            BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in a request", e);
        }
    }
}
