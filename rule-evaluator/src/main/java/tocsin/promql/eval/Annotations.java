package tocsin.promql.eval;

import tocsin.promql.parse.ParseException;
import tocsin.promql.window.Notes;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Warnings and remarks of an evaluation, each text once.
final class Annotations {
    private static final String WARNING = "PromQL warning: ";
    private static final String INFO = "PromQL info: ";

    private final String query;
    private final Map<String, Note> warnings = new LinkedHashMap<>();
    private final Map<String, Note> infos = new LinkedHashMap<>();
    private final Map<String, Forced> raised = new HashMap<>();

    Annotations(String query) {
        this.query = query;
    }

    /// What follows a text.
    private record Note(int position, String suffix, int count) {}

    /// Buckets of a classic histogram whose counts had to be raised.
    record Forced(double lowest, double highest, double most, long first, long last, int samples) {
        Forced and(Forced other) {
            return new Forced(
                    Math.min(lowest, other.lowest),
                    Math.max(highest, other.highest),
                    Math.max(most, other.most),
                    Math.min(first, other.first),
                    Math.max(last, other.last),
                    samples + other.samples);
        }

        private String text() {
            return ", from buckets %s to %s, with a max diff of %s, over %d samples from %s to %s"
                    .formatted(
                            tocsin.promql.maths.GoFloat.general(lowest),
                            tocsin.promql.maths.GoFloat.general(highest),
                            tocsin.promql.maths.GoFloat.general(most, 2),
                            samples,
                            time(first),
                            time(last));
        }

        private static String time(long millis) {
            return DateTimeFormatter.ISO_INSTANT.format(
                    Instant.ofEpochSecond(Math.floorDiv(millis, 1000L)));
        }
    }

    void warn(String message, int position) {
        warnings.put(WARNING + message, new Note(position, "", 1));
    }

    void info(String message, int position) {
        infos.put(INFO + message, new Note(position, "", 1));
    }

    /// What the storage said.
    void warnPlain(String message) {
        warnings.put(message, new Note(-1, "", 1));
    }

    void forced(String metric, Forced forced, int position) {
        String text =
                "input to histogram_quantile needed to be fixed for monotonicity (see"
                        + " https://prometheus.io/docs/prometheus/latest/querying/functions/"
                        + "#histogram_quantile)"
                        + metric;
        Forced merged = raised.merge(INFO + text, forced, Forced::and);
        infos.put(INFO + text, new Note(position, merged.text(), 1));
    }

    /// Where functions of ranges say what is odd, about an argument at a position.
    Notes at(int position) {
        return new Notes() {
            @Override
            public void warn(String message) {
                Annotations.this.warn(message, position);
            }

            @Override
            public void info(String message) {
                Annotations.this.info(message, position);
            }

            @Override
            public void warnCounted(String message) {
                warnings.merge(
                        WARNING + message,
                        new Note(position, "", 1),
                        (old, _) -> {
                            int count = old.count() + 1;
                            return new Note(position, " (" + count + " occurrences)", count);
                        });
            }
        };
    }

    List<String> warnings() {
        return list(warnings);
    }

    List<String> infos() {
        return list(infos);
    }

    private List<String> list(Map<String, Note> all) {
        var out = new ArrayList<String>(all.size());
        all.forEach((message, note) -> {
            String place =
                    note.position() < 0
                            ? ""
                            : " (" + ParseException.place(query, note.position()) + ")";
            out.add(message + note.suffix() + place);
        });
        return out;
    }
}
