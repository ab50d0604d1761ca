package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.config.TocsinFile;
import tocsin.promql.ast.Expr;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.Expressions;
import tocsin.rules.TemplateExpander;
import tocsin.rules.promql.PromqlExpressions;
import tocsin.server.cli.Options;

/// The query engine over the embedded store, for the API and for rules.
public final class QueryPart {
    /// All queries together may hold this many times what one may.
    private static final long SHARE = 4;

    private final Engine engine;

    private QueryPart(Engine engine) {
        this.engine = engine;
    }

    /// An engine within the bounds of the flags.
    public static QueryPart open(
            Options options, TocsinFile.Read own, StorePart store, PrometheusRegistry registry) {
        Options.Query query = options.query();
        var settings =
                new EngineOptions(
                        ParserOptions.SERVER,
                        query.lookback(),
                        own.evaluation().interval(),
                        false,
                        false,
                        false);
        var limits =
                new Engine.Limits(
                        query.maxSeries(),
                        query.maxSamples(),
                        query.maxSamples() * SHARE,
                        query.timeout(),
                        query.maxConcurrency());
        return new QueryPart(
                Engine.watched(store.store(), settings, limits, new EngineMetrics(registry)));
    }

    /// Whether an expression is well formed; IllegalArgumentException when not.
    public static void check(String text) {
        parse(text);
    }

    /// An expression as it is understood; IllegalArgumentException when it is not well formed.
    public static Expr parse(String text) {
        return Parser.parse(text, ParserOptions.SERVER);
    }

    /// The engine.
    public Engine engine() {
        return engine;
    }

    /// Expressions of rules, compiled once. They have slots and memory of their own, so that no
    /// query of a user keeps a rule waiting.
    public Expressions expressions() {
        return new PromqlExpressions(engine.apart());
    }

    /// Templates of rules, whose `query` asks this engine.
    public TemplateExpander templates(String externalUrl, TocsinFile.Read own) {
        return new RuleTemplates(engine, externalUrl, own.externalLabels());
    }
}
