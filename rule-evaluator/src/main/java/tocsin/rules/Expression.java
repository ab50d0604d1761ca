package tocsin.rules;

import java.util.List;

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
}
