package tocsin.http;

import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLException;

/// What an answer, or none, means for the next attempt: 2xx is told; 5xx, 429, 408, 425 and trouble
/// on the way may be tried again; everything else is final.
public final class Answers {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int LONGEST_DETAILS = 2000;

    private Answers() {}

    /// What a status means; the answer's text says more.
    public static Delivery judge(Answer answer) {
        return judge(answer, answer.body(), "");
    }

    /// What a status means.
    ///
    /// @param details what the provider says of it
    /// @param before stands before the cause of a failure
    public static Delivery judge(Answer answer, String details, String before) {
        int status = answer.status();
        if (answer.isSuccess()) {
            return new Delivered(Map.of(), "status " + status);
        }
        String more = details.strip();
        if (more.length() > LONGEST_DETAILS) {
            more = more.substring(0, LONGEST_DETAILS) + "…";
        }
        String text =
                before + "unexpected status code " + status + (more.isEmpty() ? "" : ": " + more);
        return switch (status) {
            case 429 -> new TryLater(pause(answer), Reason.RATE_LIMITED, text);
            case 401, 403 -> new Refused(Reason.AUTH_ERROR, text);
            case 408, 425 -> new TryLater(pause(answer), Reason.CLIENT_ERROR, text);
            default -> {
                if (status / 100 == 5) {
                    yield new TryLater(pause(answer), Reason.SERVER_ERROR, text);
                }
                yield new Refused(status / 100 == 4 ? Reason.CLIENT_ERROR : Reason.OTHER, text);
            }
        };
    }

    /// How long the provider wants to be left alone: at most ten minutes, for what it asks beyond
    /// that is no better than being down.
    public static Duration pause(Answer answer) {
        return answer.retryAfter().compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : answer.retryAfter();
    }

    /// What trouble on the way means. Only what is known to hold no part of the URL is repeated.
    public static Delivery trouble(IOException trouble) {
        String what = trouble.getClass().getSimpleName();
        return switch (trouble) {
            case UnsendableException unsendable ->
                    new Refused(Reason.OTHER, String.valueOf(unsendable.getMessage()));
            case SocketTimeoutException _ ->
                    new TryLater(
                            Duration.ZERO, Reason.CONTEXT_DEADLINE_EXCEEDED, "no answer in time");
            case SayableException said -> later(String.valueOf(said.getMessage()));
            case ConnectException e -> later(redacted(what, e));
            case UnknownHostException e -> later(redacted(what, e));
            case SSLException e -> later(redacted(what, e));
            default -> later("Post \"<redacted>\": " + what);
        };
    }

    private static String redacted(String what, IOException trouble) {
        return "Post \"<redacted>\": " + what + ": " + trouble.getMessage();
    }

    private static Delivery later(String cause) {
        return new TryLater(Duration.ZERO, Reason.OTHER, cause);
    }
}
