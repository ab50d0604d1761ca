package tocsin.jepsen.workload;

import tocsin.jepsen.history.Event;
import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Member;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Notes operations of one workload. An answer of 2xx is an acknowledgement; one of 4xx or a
/// refused connection means that nothing happened; anything else leaves it open.
final class Recorder {
    private final History history;
    private final String workload;

    Recorder(History history, String workload) {
        this.history = history;
        this.workload = workload;
    }

    /// Does one operation; answers the body when it was acknowledged.
    Optional<String> operate(
            String kind, Member member, String key, Supplier<Http.Answer> operation) {
        note(kind, Outcome.INVOKED, member.name(), key, "");
        try {
            Http.Answer answer = operation.get();
            boolean ok = answer.status() / 100 == 2;
            Outcome outcome =
                    ok ? Outcome.OK : answer.status() / 100 == 4 ? Outcome.FAILED : Outcome.UNKNOWN;
            note(kind, outcome, member.name(), key, ok ? "" : "HTTP " + answer.status());
            return ok ? Optional.of(answer.body()) : Optional.empty();
        } catch (UncheckedIOException e) {
            Outcome outcome =
                    e.getCause() instanceof ConnectException ? Outcome.FAILED : Outcome.UNKNOWN;
            note(kind, outcome, member.name(), key, String.valueOf(e.getCause()));
            return Optional.empty();
        }
    }

    /// Notes an event that happens now.
    void note(String kind, Outcome outcome, String member, String key, String detail) {
        history.add(new Event(Instant.now(), workload, kind, outcome, member, key, detail));
    }
}
