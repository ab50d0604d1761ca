package tocsin.server.explain;

import tocsin.history.Event;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.pipeline.Explanation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What explaining asks of a member. Methods block until there is an answer.
public interface Explaining {
    /// How it stands with an alert; empty when none is known of this fingerprint.
    Optional<Explanation> explain(Fingerprint alert) throws InterruptedException;

    /// The newest events that pass, oldest first.
    List<Event> history(Predicate<Event> wanted, int most);

    /// The alerts known now, ended ones included, whose labels pass.
    Set<Fingerprint> known(Predicate<Labels> wanted) throws InterruptedException;
}
