package tocsin.rules;

import tocsin.labels.Matcher;

import java.util.List;
import java.util.OptionalLong;

/// A compiled expression.
public interface Expression {
    /// The expression as the language's printer writes it.
    String canonical();

    /// The samples of an instant vector, or of a scalar as one sample without labels. Blocks.
    ///
    /// @throws EvaluationException when there is no answer; a failure is never an empty vector
    List<SampleSink.Sample> evaluate(long atMillis) throws EvaluationException;

    /// Lets go of what is remembered between evaluations, for the rule is gone. One under way comes
    /// to its end.
    default void close() {}

    /// The same, with what it took. Blocks.
    ///
    /// @throws EvaluationException when there is no answer
    default Answer answer(long atMillis) throws EvaluationException {
        return new Answer(evaluate(atMillis), OptionalLong.empty());
    }

    /// Whether there are samples of that time for any of its selectors. Blocks.
    ///
    /// @throws EvaluationException when there is no answer
    default boolean hasData(long atMillis) throws EvaluationException {
        return answer(atMillis).samplesRead().orElse(1) > 0;
    }

    /// What it reads: the matchers of each selector. One without a matcher may read anything, which
    /// is what is assumed of an expression that does not say.
    default List<List<Matcher>> selectors() {
        return List.of(List.of());
    }

    /// A result.
    ///
    /// @param samplesRead how many samples were read for it, where that is known
    record Answer(List<SampleSink.Sample> samples, OptionalLong samplesRead) {}
}
