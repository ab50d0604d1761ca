package tocsin.storage.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// What became of one request of remote write.
sealed interface Delivery {
    /// How long a target may ask for a pause.
    Duration LONGEST_ASKED_PAUSE = Duration.ofMinutes(5);

    /// What every request of remote write 1.0 bears.
    Map<String, String> HEADERS =
            Map.of(
                    "Content-Encoding", "snappy",
                    "Content-Type", "application/x-protobuf",
                    "X-Prometheus-Remote-Write-Version", "0.1.0");

    /// The target has it.
    record Taken() implements Delivery {}

    /// The target is busy or away.
    ///
    /// @param asked the pause that it asked for; zero when it did not
    record TryLater(Duration asked, String cause) implements Delivery {}

    /// The target says that it is wrong.
    record Refused(String cause) implements Delivery {}

    /// Posts a message and blocks for the answer.
    static Delivery attempt(Transport transport, RemoteWriteSettings to, byte[] message) {
        try {
            Transport.Answer answer = transport.post(to.target(), HEADERS, message, to.timeout());
            int status = answer.status();
            if (status / 100 == 2) {
                return new Taken();
            }
            String cause = "status " + status + ": " + shown(answer.body());
            return status / 100 == 5 || status == 429
                    ? new TryLater(asked(answer.retryAfter()), cause)
                    : new Refused(cause);
        } catch (IOException | RuntimeException e) {
            return new TryLater(Duration.ZERO, String.valueOf(e));
        }
    }

    private static String shown(byte[] body) {
        return new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8).strip();
    }

    private static Duration asked(String retryAfter) {
        if (!retryAfter.matches("\\d{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
        return asked.compareTo(LONGEST_ASKED_PAUSE) > 0 ? LONGEST_ASKED_PAUSE : asked;
    }
}
