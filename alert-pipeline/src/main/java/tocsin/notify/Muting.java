package tocsin.notify;

import tocsin.alert.Alert;
import tocsin.routing.Route;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The stages that mute, in upstream's order: an alert goes by the first that mutes it.
public final class Muting {
    private final List<MuteStage> stages;

    /// Why an alert is not told.
    public enum Cause {
        /// Another alert.
        INHIBITION("inhibition"),
        /// The route is outside its active times.
        ACTIVE_TIME("active_time_interval"),
        /// The route is within a mute time.
        MUTE_TIME("mute_time_interval"),
        /// A silence.
        SILENCE("silence");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        /// The value of upstream's metric label `reason`.
        public String word() {
            return word;
        }

        /// What stands before the names of what mutes.
        String words() {
            return switch (this) {
                case INHIBITION -> "inhibited by";
                case ACTIVE_TIME -> "outside of";
                case MUTE_TIME -> "muted by the time interval";
                case SILENCE -> "silenced by";
            };
        }
    }

    /// One reason to mute.
    public interface MuteStage {
        /// What it says when it mutes.
        Cause cause();

        /// What mutes an alert, such as ids of silences; empty when nothing does.
        ///
        /// @param nominal the flush's instant, for the calendar
        /// @param wall the time on the wall
        List<String> mutedBy(Alert alert, Route route, Instant nominal, Instant wall);
    }

    /// What was muted.
    ///
    /// @param passed the alerts that nothing mutes
    /// @param muted the others, by cause, and then by what muted them, such as ids of silences
    public record Result(List<Alert> passed, Map<Cause, Map<List<String>, List<Alert>>> muted) {
        /// Those that were muted and have ended.
        List<MutedEnd> mutedEnds(Instant wall) {
            var ends = new ArrayList<MutedEnd>();
            muted.forEach((cause, by) ->
                    by.forEach((what, alerts) ->
                            alerts.stream()
                                    .filter(alert -> alert.isResolved(wall))
                                    .map(end -> new MutedEnd(end, cause, what))
                                    .forEach(ends::add)));
            return ends;
        }
    }

    /// The end of an alert that something mutes.
    record MutedEnd(Alert alert, Cause cause, List<String> by) {
        /// What mutes it, for people.
        String words() {
            return cause.words() + " " + String.join(", ", by);
        }
    }

    /// Stages in order.
    public Muting(List<MuteStage> stages) {
        this.stages = List.copyOf(stages);
    }

    /// Lets alerts through that nothing mutes.
    public Result apply(Flush flush, Instant wall) {
        List<Alert> left = flush.alerts();
        var muted = new EnumMap<Cause, Map<List<String>, List<Alert>>>(Cause.class);
        for (MuteStage stage : stages) {
            var passed = new ArrayList<Alert>(left.size());
            for (Alert alert : left) {
                List<String> causes = stage.mutedBy(alert, flush.route(), flush.now(), wall);
                if (causes.isEmpty()) {
                    passed.add(alert);
                } else {
                    muted.computeIfAbsent(stage.cause(), _ -> new LinkedHashMap<>())
                            .computeIfAbsent(causes, _ -> new ArrayList<>())
                            .add(alert);
                }
            }
            left = passed;
        }
        return new Result(left, muted);
    }
}
