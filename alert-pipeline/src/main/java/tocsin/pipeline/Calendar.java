package tocsin.pipeline;

import tocsin.alert.Alert;
import tocsin.notify.Muting;
import tocsin.notify.Muting.Cause;
import tocsin.notify.Muting.MuteStage;
import tocsin.routing.Route;
import tocsin.timeinterval.TimeInterval;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// When routes may speak, by the named time intervals of the configuration.
final class Calendar {
    private final Map<String, List<TimeInterval>> intervals;

    Calendar(Map<String, List<TimeInterval>> intervals) {
        this.intervals = intervals;
    }

    private boolean isWithin(String name, Instant at) {
        return intervals.getOrDefault(name, List.of()).stream().anyMatch(each -> each.contains(at));
    }

    /// The intervals that a route waits for; empty when it may speak.
    List<String> inactive(Route route, Instant at) {
        List<String> active = route.activeTimeIntervals();
        return active.stream().anyMatch(name -> isWithin(name, at)) ? List.of() : active;
    }

    /// The intervals that mute a route.
    List<String> mute(Route route, Instant at) {
        return route.muteTimeIntervals().stream().filter(name -> isWithin(name, at)).toList();
    }

    /// What keeps a route from speaking, as the API shows it.
    List<String> mutedBy(Route route, Instant at) {
        List<String> inactive = inactive(route, at);
        return inactive.isEmpty() ? mute(route, at) : inactive;
    }

    MuteStage activeTimes() {
        return new Stage(Cause.ACTIVE_TIME, this::inactive);
    }

    MuteStage muteTimes() {
        return new Stage(Cause.MUTE_TIME, this::mute);
    }

    private interface Question {
        List<String> ask(Route route, Instant at);
    }

    private record Stage(Muting.Cause cause, Question question) implements MuteStage {
        @Override
        public List<String> mutedBy(Alert alert, Route route, Instant nominal, Instant wall) {
            return question.ask(route, nominal);
        }
    }
}
