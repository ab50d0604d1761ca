package tocsin.server.parts;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.config.TocsinFile;
import tocsin.promql.ast.Expr;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.promql.source.SeriesSource;
import tocsin.server.cli.Options;

import java.util.Set;

/// The query engines of a member: one for each source of series, within the bounds of the flags.
public final class QueryPart {
    /// All queries together may hold this many times what one may.
    private static final long SHARE = 4;

    private final ParserOptions syntax;
    private final EngineOptions settings;
    private final Engine.Limits limits;

    private QueryPart(ParserOptions syntax, EngineOptions settings, Engine.Limits limits) {
        this.syntax = syntax;
        this.settings = settings;
        this.limits = limits;
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

    /// Engines within the bounds of the flags.
    public static QueryPart of(Options options, TocsinFile.Read own) {
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
                        query.maxConcurrency(),
                        query.maxWaiting());
        return new QueryPart(syntax(query), settings, limits);
    }

    /// An engine over a source.
    public Engine engine(SeriesSource source, PrometheusRegistry registry) {
        return Engine.watched(source, settings, limits, new EngineMetrics(registry));
    }

    /// What of the language is enabled.
    public ParserOptions language() {
        return syntax;
    }

    /// An expression as it is understood; IllegalArgumentException when it is not well formed.
    public Expr parse(String text) {
        return Parser.parse(text, syntax);
    }
}
