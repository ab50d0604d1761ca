package tocsin.silence;

import tocsin.labels.LabelNames;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a silence must be, in upstream's words.
final class SilenceRules {
    private SilenceRules() {}

    /// What is wrong with a silence, if anything.
    static Optional<String> problem(List<Matcher> matchers, Instant startsAt, Instant endsAt) {
        return matcherProblem(matchers)
                .or(() ->
                        endsAt.isBefore(startsAt)
                                ? Optional.of("end time must not be before start time")
                                : Optional.empty())
                .map(text -> "invalid silence: " + text);
    }

    private static Optional<String> matcherProblem(List<Matcher> matchers) {
        if (matchers.isEmpty()) {
            return Optional.of("at least one matcher set required");
        }
        for (int i = 0; i < matchers.size(); i++) {
            String name = matchers.get(i).name();
            if (!LabelNames.isUtf8(name)) {
                return Optional.of(
                        "invalid label matcher %d in set 0: invalid label name \"%s\""
                                .formatted(i, name));
            }
        }
        if (matchers.stream().allMatch(SilenceRules::takesAbsence)) {
            return Optional.of(
                    "matcher set 0: at least one matcher must not match the empty string");
        }
        return Optional.empty();
    }

    /// Negative matchers count as ones that want something, as upstream has it.
    private static boolean takesAbsence(Matcher matcher) {
        return (matcher.type() == MatchType.EQUAL || matcher.type() == MatchType.MATCHES)
                && matcher.matches("");
    }

    /// Whether a silence can be changed in place; otherwise it is ended and a new one made.
    static boolean canUpdate(Silence known, SilenceRequest wanted, Instant startsAt, Instant now) {
        if (!known.matchers().equals(wanted.matchers())) {
            return false;
        }
        return switch (known.state(now)) {
            case ACTIVE ->
                    known.startsAt().getEpochSecond() == startsAt.getEpochSecond()
                            && !wanted.endsAt().isBefore(now);
            case PENDING -> !startsAt.isBefore(now);
            case EXPIRED -> false;
        };
    }
}
