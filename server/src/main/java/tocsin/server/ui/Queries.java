package tocsin.server.ui;

import tocsin.promql.eval.Result;

import java.time.Duration;
import java.time.Instant;

/// Evaluates what people type. Methods block, and throw [tocsin.promql.parse.ParseException] and
/// [tocsin.promql.eval.QueryException].
public interface Queries {
    /// At one instant.
    Result instant(String query, Instant at);

    /// At each step of a range.
    Result range(String query, Instant start, Instant end, Duration step);
}
