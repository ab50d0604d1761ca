package tocsin.silence;

import tocsin.labels.Matcher;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A silence as somebody asks for it.
///
/// @param id of the silence to change; empty for a new one
/// @param startsAt empty for now
public record SilenceRequest(
        Optional<String> id,
        List<Matcher> matchers,
        Optional<Instant> startsAt,
        Instant endsAt,
        String createdBy,
        String comment,
        Map<String, String> annotations) {
    /// Copies the collections.
    public SilenceRequest {
        matchers = List.copyOf(matchers);
        annotations = Map.copyOf(annotations);
    }
}
