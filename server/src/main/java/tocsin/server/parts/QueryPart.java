package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.config.TocsinFile;
import tocsin.promql.ast.Expr;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.eval.Result;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.Expressions;
import tocsin.rules.TemplateExpander;
import tocsin.rules.promql.PromqlExpressions;
import tocsin.server.cli.Options;
import tocsin.server.ui.Queries;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// The query engine over the embedded store, for the API and for rules.
public final class QueryPart implements Queries {
    /// All queries together may hold this many times what one may.
    private static final long SHARE = 4;

    private final Engine engine;
    private final Engine forRules;
    private final ParserOptions syntax;

    private QueryPart(Engine engine, ParserOptions syntax) {
        this.engine = engine;
        this.forRules = engine.apart();
        this.syntax = syntax;
    }

    /// The language as the flags have it.
    public static ParserOptions syntax(Options.Query query) {
        Set<String> features = query.features();
        return new ParserOptions(
                features.contains("promql-experimental-functions"),
                true,
                features.contains("promql-extended-range-selectors"),
                features.contains("promql-binop-fill-modifiers"));
    }

    /// An engine within the bounds of the flags.
    public static QueryPart open(
            Options options, TocsinFile.Read own, StorePart store, PrometheusRegistry registry) {
        Options.Query query = options.query();
        Set<String> features = query.features();
        var settings =
                new EngineOptions(
                        syntax(query),
                        query.lookback(),
                        own.evaluation().interval(),
                        features.contains("promql-delayed-name-removal"),
                        features.contains("use-start-timestamps"),
                        features.contains("type-and-unit-labels"));
        var limits =
                new Engine.Limits(
                        query.maxSeries(),
                        query.maxSamples(),
                        query.maxSamples() * SHARE,
                        query.timeout(),
                        query.maxConcurrency());
        return new QueryPart(
                Engine.watched(store.store(), settings, limits, new EngineMetrics(registry)),
                syntax(query));
    }

    /// An expression as it is understood; IllegalArgumentException when it is not well formed.
    public Expr parse(String text) {
        return Parser.parse(text, syntax);
    }

    /// What of the language is enabled.
    public ParserOptions language() {
        return syntax;
    }

    @Override
    public Result instant(String query, Instant at) {
        return engine.instant(query, at.toEpochMilli(), Engine.Wishes.none());
    }

    @Override
    public Result range(String query, Instant start, Instant end, Duration step) {
        return engine.range(
                query,
                start.toEpochMilli(),
                end.toEpochMilli(),
                step.toMillis(),
                Engine.Wishes.none());
    }

    /// The engine.
    public Engine engine() {
        return engine;
    }

    /// Expressions of rules, compiled once. They have slots and memory of their own, so that no
    /// query of a user keeps a rule waiting.
    public Expressions expressions() {
        return new PromqlExpressions(forRules);
    }

    /// Templates of rules, whose `query` has the slots of rules.
    public TemplateExpander templates(String externalUrl, TocsinFile.Read own) {
        return new RuleTemplates(forRules, externalUrl, own.externalLabels());
    }
}
