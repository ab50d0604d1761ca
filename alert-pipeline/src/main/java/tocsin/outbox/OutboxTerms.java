package tocsin.outbox;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How all receivers are spoken to.
///
/// @param standard holds for those that `byReceiver` does not name
public record OutboxTerms(Terms standard, Map<String, Terms> byReceiver) {
    /// What holds when nothing is said.
    public static final OutboxTerms DEFAULT = new OutboxTerms(Terms.DEFAULT, Map.of());

    /// Copies the map.
    public OutboxTerms {
        byReceiver = Map.copyOf(byReceiver);
    }

    /// How a receiver is spoken to.
    public Terms of(String receiver) {
        return byReceiver.getOrDefault(receiver, standard);
    }

    /// The receivers that stand in for others.
    public Set<String> fallbacks() {
        return Stream.concat(Stream.of(standard), byReceiver.values().stream())
                .flatMap(terms -> terms.fallback().stream())
                .map(Terms.Fallback::receiver)
                .collect(Collectors.toUnmodifiableSet());
    }
}
