package tocsin.rules;

import tocsin.labels.Matcher;

import java.util.List;
import java.util.Set;

/// The query language, as rules need it.
public interface Expressions {
    /// Compiles an expression once, for it will be evaluated for ever.
    ///
    /// @throws IllegalArgumentException when it is not well formed, with the parser's words and
    ///   position
    Expression compile(String text);

    /// The rules of a group, which are evaluated one after another at the same instant.
    ///
    /// @param texts their expressions
    /// @param written names of the metrics that their results are written under
    record Together(List<String> texts, Set<String> written) {
        /// Copies both.
        public Together {
            texts = List.copyOf(texts);
            written = Set.copyOf(written);
        }
    }

    /// The last sample in `(fromExclusive, toInclusive]` of each series that matches, stale markers
    /// included: what results of the past look like. Blocks. Whoever cannot tell where a series
    /// ended tells of none.
    ///
    /// @throws EvaluationException when there is no answer
    default List<SampleSink.Sample> lastOf(
            List<Matcher> matchers, long fromExclusive, long toInclusive)
            throws EvaluationException {
        return List.of();
    }

    /// The same language for the rules of one group: what several of them contain may be evaluated
    /// once.
    ///
    /// @throws IllegalArgumentException when one of them is not well formed
    default Expressions together(Together group) {
        return this;
    }

    /// The expressions of a group, where groups are evaluated in several places.
    default Expressions expressionsOf(RuleGroupSpec group) {
        return this;
    }
}
