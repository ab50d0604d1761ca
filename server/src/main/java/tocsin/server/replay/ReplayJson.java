package tocsin.server.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import tocsin.labels.Labels;
import tocsin.server.replay.ReplayReport.Episode;
import tocsin.server.replay.ReplayReport.Notice;
import tocsin.server.replay.ReplayReport.Pages;
import tocsin.server.replay.ReplayReport.Run;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;

/// A report as JSON.
public final class ReplayJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReplayJson() {}

    /// The report as JSON.
    public static String of(ReplayReport report) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("from", report.from().toString());
            json.writeStringField("to", report.to().toString());
            if (report.before().isPresent()) {
                json.writeFieldName("before");
                write(json, report.before().get());
            }
            json.writeFieldName("after");
            write(json, report.after());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Run run) throws IOException {
        json.writeStartObject();
        json.writeNumberField("rules", run.rules());
        json.writeNumberField("tookSeconds", run.took().toMillis() / 1e3);
        json.writeNumberField("fired", run.allFired());
        pages(json, "notifications", run.allPages(""));
        counts(json, run);
        json.writeArrayFieldStart("episodes");
        for (Episode episode : run.episodes()) {
            write(json, episode);
        }
        json.writeEndArray();
        json.writeNumberField("moreEpisodes", run.moreEpisodes());
        json.writeArrayFieldStart("notices");
        for (Notice notice : run.notices()) {
            write(json, notice);
        }
        json.writeEndArray();
        json.writeNumberField("moreNotices", run.moreNotices());
        json.writeObjectFieldStart("failing");
        for (Map.Entry<String, String> each : run.failing().entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, Run run) throws IOException {
        json.writeObjectFieldStart("firedByAlertAndDay");
        for (Map.Entry<String, SortedMap<LocalDate, Integer>> alert : run.fired().entrySet()) {
            json.writeObjectFieldStart(alert.getKey());
            for (Map.Entry<LocalDate, Integer> day : alert.getValue().entrySet()) {
                json.writeNumberField(day.getKey().toString(), day.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("notificationsByReceiverAndDay");
        for (Map.Entry<String, SortedMap<LocalDate, Pages>> each : run.pages().entrySet()) {
            json.writeObjectFieldStart(each.getKey());
            for (Map.Entry<LocalDate, Pages> day : each.getValue().entrySet()) {
                pages(json, day.getKey().toString(), day.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void pages(JsonGenerator json, String name, Pages pages) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("firing", pages.firing());
        json.writeNumberField("resolved", pages.resolved());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Episode episode) throws IOException {
        json.writeStartObject();
        json.writeStringField("alert", episode.name());
        labels(json, "labels", episode.labels());
        json.writeStringField("start", episode.start().toString());
        if (episode.end().isPresent()) {
            json.writeStringField("end", episode.end().get().toString());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Notice notice) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", notice.at().toString());
        json.writeStringField("receiver", notice.receiver());
        json.writeStringField("integration", notice.integration());
        labels(json, "groupLabels", notice.groupLabels());
        json.writeStringField("status", notice.firing() ? "firing" : "resolved");
        json.writeStringField("reason", notice.reason());
        json.writeNumberField("alerts", notice.alerts());
        json.writeEndObject();
    }

    private static void labels(JsonGenerator json, String name, Labels labels) throws IOException {
        json.writeObjectFieldStart(name);
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(labels.name(i), labels.value(i));
        }
        json.writeEndObject();
    }
}
