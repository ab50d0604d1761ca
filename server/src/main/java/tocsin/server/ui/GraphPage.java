package tocsin.server.ui;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.promql.eval.QueryException;
import tocsin.promql.eval.Result;
import tocsin.promql.histogram.HistogramText;
import tocsin.promql.parse.ParseException;
import tocsin.promql.value.FloatHistogram;
import tocsin.server.ui.Rendering.Page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/// `/graph`: the expression browser. Rules and alerts link here, in upstream's way.
@Path("/graph")
public final class GraphPage {
    private static final int MOST_ROWS = 500;
    private static final int MOST_VALUES = 50;

    private final Queries queries;
    private final Supplier<Instant> clock;
    private final DoubleFunction<String> numbers;
    private final Rendering render;
    private final String script;

    /// @param numbers writes samples as the API does
    GraphPage(
            Queries queries,
            Supplier<Instant> clock,
            DoubleFunction<String> numbers,
            Rendering render,
            Assets assets) {
        this.queries = queries;
        this.clock = clock;
        this.numbers = numbers;
        this.render = render;
        this.script = assets.link("graph.js");
    }

    /// A label of a series.
    record Pair(String label, String content) {}

    /// A series of the table.
    ///
    /// @param more how many of its values are left out; empty for none
    record Row(String metric, List<Pair> labels, List<String> values, String more) {}

    /// The page.
    ///
    /// @param summary what came of the query, in a line
    /// @param empty whether the query gave nothing
    record Model(
            String script,
            GraphQuery query,
            String rangeText,
            String tab,
            boolean asked,
            String tableHref,
            String graphHref,
            List<GraphQuery.Move> moves,
            List<String> problems,
            List<String> warnings,
            List<String> infos,
            String summary,
            boolean empty,
            List<Row> rows,
            String moreRows,
            Optional<Plot> plot) {}

    /// What a query came to.
    private record Answer(
            List<String> problems,
            Optional<Result> result,
            List<Row> rows,
            String moreRows,
            Optional<Plot> plot,
            String summary) {
        private static Answer failed(List<String> problems) {
            return new Answer(problems, Optional.empty(), List.of(), "", Optional.empty(), "");
        }
    }

    /// The browser.
    @GET
    public Response page(@Context UriInfo uri, @Context HttpHeaders headers) {
        GraphQuery query = GraphQuery.of(uri.getQueryParameters());
        Instant now = clock.get();
        Answer answer =
                query.expr().isEmpty() ? Answer.failed(query.problems()) : answer(query, now);
        var model =
                new Model(
                        Rendering.root(uri) + script,
                        query,
                        DurationText.format(query.range()),
                        query.graph() ? "0" : "1",
                        !query.expr().isEmpty(),
                        query.link(false),
                        query.link(true),
                        query.moves(now),
                        answer.problems(),
                        answer.result().map(Result::warnings).orElse(List.of()),
                        answer.result().map(Result::infos).orElse(List.of()),
                        answer.summary(),
                        answer.result().isPresent()
                                && answer.rows().isEmpty()
                                && answer.plot().isEmpty(),
                        answer.rows(),
                        answer.moreRows(),
                        answer.plot());
        return render.answer(Page.still("graph", "Query", "Query", model), uri, headers);
    }

    private Answer answer(GraphQuery query, Instant now) {
        if (!query.problems().isEmpty()) {
            return Answer.failed(query.problems());
        }
        Instant end = query.end() == null ? now : query.end();
        long began = System.nanoTime();
        try {
            Result result =
                    query.graph()
                            ? queries.range(
                                    query.expr(), end.minus(query.range()), end, query.chosenStep())
                            : queries.instant(query.expr(), end);
            return shown(query, end, result, Duration.ofNanos(System.nanoTime() - began));
        } catch (ParseException | QueryException e) {
            return Answer.failed(List.of(String.valueOf(e.getMessage())));
        }
    }

    private Answer shown(GraphQuery query, Instant end, Result result, Duration took) {
        List<Row> rows = List.of();
        Optional<Plot> plot = Optional.empty();
        int series = 1;
        if (query.graph() && result.value() instanceof Result.Value.Matrix(var all)) {
            series = all.size();
            var span =
                    new Plot.Span(
                            end.minus(query.range()).toEpochMilli(),
                            end.toEpochMilli(),
                            query.chosenStep().toMillis());
            plot = all.isEmpty() ? Optional.empty() : Optional.of(Plot.of(all, span));
        } else {
            rows = rows(result.value());
            series = rows.size();
        }
        int hidden = Math.max(0, rows.size() - MOST_ROWS);
        return new Answer(
                List.of(),
                Optional.of(result),
                rows.subList(0, rows.size() - hidden),
                hidden == 0 ? "" : "" + hidden,
                plot,
                "%d %s in %d ms, %d samples read%s"
                        .formatted(
                                series,
                                series == 1 ? "result" : "results",
                                took.toMillis(),
                                result.stats().samplesRead(),
                                query.graph()
                                        ? ", a point each "
                                                + DurationText.format(query.chosenStep())
                                        : ""));
    }

    private List<Row> rows(Result.Value value) {
        return switch (value) {
            case Result.Value.Scalar(_, double number) ->
                    List.of(new Row("scalar", List.of(), List.of(numbers.apply(number)), ""));
            case Result.Value.Text(_, String text) ->
                    List.of(new Row("string", List.of(), List.of(text), ""));
            case Result.Value.Vector(var samples) ->
                    samples.stream()
                            .map(sample ->
                                    row(
                                            sample.labels(),
                                            List.of(text(sample.value(), sample.histogram())),
                                            0))
                            .toList();
            case Result.Value.Matrix(var all) ->
                    all.stream()
                            .map(series -> {
                                List<Result.Point> points = series.points();
                                int hidden = Math.max(0, points.size() - MOST_VALUES);
                                return row(
                                        series.labels(),
                                        points.stream().skip(hidden).map(this::text).toList(),
                                        hidden);
                            })
                            .toList();
        };
    }

    private static Row row(Labels labels, List<String> values, int hidden) {
        var pairs = new ArrayList<Pair>();
        labels.forEachLabel((name, value) -> {
            if (!name.equals(Labels.METRIC_NAME)) {
                pairs.add(new Pair(name, value));
            }
        });
        return new Row(
                labels.get(Labels.METRIC_NAME), pairs, values, hidden == 0 ? "" : "" + hidden);
    }

    private String text(Result.Point point) {
        return text(point.value(), point.histogram())
                + " @"
                + Instant.ofEpochMilli(point.timestampMillis());
    }

    private String text(double value, @org.jspecify.annotations.Nullable FloatHistogram histogram) {
        return histogram == null ? numbers.apply(value) : HistogramText.text(histogram);
    }
}
