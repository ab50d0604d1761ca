package tocsin.server.ui;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import tocsin.promql.eval.Result.Point;
import tocsin.promql.eval.Result.Series;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/// The values of a plot for its script: start, step, and for each series a value, or null, at each
/// step.
final class PlotData {
    private static final JsonFactory JSON = new JsonFactory();

    private PlotData() {}

    static String text(List<Series> all, Plot.Span span) {
        var text = new StringWriter();
        int steps = (int) ((span.endMillis() - span.startMillis()) / span.stepMillis()) + 1;
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("start", span.startMillis());
            json.writeNumberField("step", span.stepMillis());
            json.writeNumberField("steps", steps);
            json.writeArrayFieldStart("series");
            for (Series series : all) {
                series(json, series, span, steps);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void series(JsonGenerator json, Series series, Plot.Span span, int steps)
            throws IOException {
        json.writeStartArray();
        int written = 0;
        for (Point point : series.points()) {
            long step = (point.timestampMillis() - span.startMillis()) / span.stepMillis();
            for (; written < step; written++) {
                json.writeNull();
            }
            if (point.histogram() == null && Double.isFinite(point.value())) {
                json.writeNumber(point.value());
            } else {
                json.writeNull();
            }
            written++;
        }
        for (; written < steps; written++) {
            json.writeNull();
        }
        json.writeEndArray();
    }
}
