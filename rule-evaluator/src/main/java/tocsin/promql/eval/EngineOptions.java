package tocsin.promql.eval;

import tocsin.promql.parse.ParserOptions;

import java.time.Duration;

/// How an engine evaluates, by Prometheus's flags.
///
/// @param lookback `--query.lookback-delta`
/// @param subqueryStep of subqueries that name none: the global evaluation interval
/// @param delayedNameRemoval `promql-delayed-name-removal`
/// @param startTimestamps `use-start-timestamps`
/// @param typeAndUnitLabels `type-and-unit-labels`
public record EngineOptions(
        ParserOptions parser,
        Duration lookback,
        Duration subqueryStep,
        boolean delayedNameRemoval,
        boolean startTimestamps,
        boolean typeAndUnitLabels) {
    /// As a server without flags has it.
    public static final EngineOptions SERVER =
            new EngineOptions(
                    ParserOptions.SERVER,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1),
                    false,
                    false,
                    false);

    /// What upstream's conformance scripts assume.
    public static final EngineOptions SCRIPTS =
            new EngineOptions(
                    ParserOptions.ALL,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1),
                    true,
                    true,
                    false);
}
