package tocsin.server.parts;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.Functions;
import tocsin.gotemplate.Limits;
import tocsin.gotemplate.TemplateException;
import tocsin.gotemplate.TemplateSet;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Value;
import tocsin.labels.Labels;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.Result;
import tocsin.promql.histogram.HistogramText;
import tocsin.promql.value.FloatHistogram;
import tocsin.rules.ExpressionSyntax;
import tocsin.rules.TemplateExpander;
import tocsin.server.storages.Queries;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Templates in labels and annotations of rules, as Prometheus has them. A text is parsed once and
/// kept; behind a limit nothing more is kept. May be used from many threads, so what is kept is in
/// a concurrent map.
public final class RuleTemplates implements TemplateExpander {
    private static final int MOST_KEPT = 10_000;
    private static final String PREAMBLE =
            "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
                    + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";
    private static final GoType DATA =
            GoType.struct(
                            "struct { Labels map[string]string; ExternalLabels map[string]string;"
                                    + " ExternalURL string; Value float64 }",
                            List.of("Labels", "ExternalLabels", "ExternalURL", "Value"))
                    .build();

    private final Queries queries;
    private final String externalUrl;
    private final Labels externalLabels;
    private final Functions functions;
    private final Map<Parsed, TemplateSet> kept = new ConcurrentHashMap<>();

    /// Templates whose `query` asks this engine.
    public RuleTemplates(Engine engine, String externalUrl, Labels externalLabels) {
        this(Queries.of(engine), externalUrl, externalLabels);
    }

    /// Templates whose `query` asks there.
    public RuleTemplates(Queries queries, String externalUrl, Labels externalLabels) {
        this.queries = queries;
        this.externalUrl = externalUrl;
        this.externalLabels = externalLabels;
        this.functions = Functions.BUILT_IN.with(RuleFunctions.all(externalUrl));
    }

    /// The syntax of expressions, and of templates too.
    public static ExpressionSyntax checking(ExpressionSyntax expressions) {
        Functions functions = Functions.BUILT_IN.with(RuleFunctions.all(""));
        return new ExpressionSyntax() {
            @Override
            public void check(String text) {
                expressions.check(text);
            }

            @Override
            public void checkTemplate(String alert, String text) {
                try {
                    TemplateSet.of(functions).with("__alert_" + alert, PREAMBLE + text);
                } catch (TemplateException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }
        };
    }

    private record Parsed(String name, String text) {}

    @Override
    public String expand(String text, Data data) {
        if (!text.contains("{{")) {
            return text;
        }
        String name = "__alert_" + data.rule();
        try {
            TemplateSet set = parsed(new Parsed(name, PREAMBLE + text));
            return set.execute(name, value(data), bound(data.atMillis()), Limits.DEFAULT);
        } catch (TemplateException e) {
            return "<error expanding template: error executing template "
                    + name
                    + ": "
                    + e.getMessage()
                    + ">";
        }
    }

    private TemplateSet parsed(Parsed template) throws TemplateException {
        TemplateSet known = kept.get(template);
        if (known == null) {
            known = TemplateSet.of(functions).with(template.name(), template.text());
            if (kept.size() < MOST_KEPT) {
                kept.put(template, known);
            }
        }
        return known;
    }

    private Value value(Data data) {
        return Value.Struct.of(
                DATA,
                map(data.labels()),
                map(externalLabels),
                Value.of(externalUrl),
                number(data.value(), data.histogram()));
    }

    private static Value map(Labels labels) {
        var map = new LinkedHashMap<String, Value>();
        labels.forEachLabel((name, value) -> map.put(name, Value.of(value)));
        return Value.ofMap(map, GoType.STRING_MAP);
    }

    private static Value number(double value, @Nullable FloatHistogram histogram) {
        return histogram == null ? Value.of(value) : Value.of(HistogramText.text(histogram));
    }

    /// What depends on the moment of the evaluation.
    private Functions bound(long atMillis) {
        return functions.with(
                Map.of(
                        "query",
                        GoFunction.of(
                                args -> query(RuleFunctions.text(args[0]), atMillis),
                                GoType.STRING),
                        "now",
                        GoFunction.of(_ -> Value.of(atMillis / 1e3))));
    }

    private Value query(String text, long atMillis) throws FunctionException {
        Result.Value result;
        try {
            result = queries.instant(text, atMillis);
        } catch (Queries.QueryFailedException e) {
            throw new FunctionException(String.valueOf(e.getMessage()));
        }
        return switch (result) {
            case Result.Value.Vector(var samples) -> samples(samples);
            case Result.Value.Scalar(long at, double value) ->
                    samples(List.of(new Result.Sample(Labels.EMPTY, at, value, null)));
            case Result.Value.Text _, Result.Value.Matrix _ ->
                    throw new FunctionException("query result is not a vector or scalar");
        };
    }

    private static Value samples(List<Result.Sample> samples) {
        var all = new ArrayList<Value>(samples.size());
        for (Result.Sample sample : samples) {
            all.add(
                    Value.Struct.of(
                            RuleFunctions.SAMPLE,
                            map(sample.labels()),
                            number(sample.value(), sample.histogram())));
        }
        return new Value.Seq(all, RuleFunctions.SAMPLES);
    }
}
