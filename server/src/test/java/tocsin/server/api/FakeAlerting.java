package tocsin.server.api;

import tocsin.alert.Alert;
import tocsin.labels.Labels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A pipeline that keeps what it is given, for tests of the API.
public final class FakeAlerting implements Alerting {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    public static final String ID = "11111111-2222-3333-4444-555555555555";

    public final List<Alert> alerts = new ArrayList<>();
    public final Map<String, SilenceView> silences = new LinkedHashMap<>();
    public int room = 1_000;
    public Status status = new Status("active", List.of(), List.of(), List.of());

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public Duration resolveTimeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    public int put(List<Alert> taken) {
        List<Alert> fit = taken.subList(0, Math.min(taken.size(), room));
        alerts.addAll(fit);
        return taken.size() - fit.size();
    }

    @Override
    public Parts<AlertView> alerts(AlertFilter filter) {
        return Parts.of(views(filter));
    }

    private List<AlertView> views(AlertFilter filter) {
        boolean received = filter.receivers().test(receivers().getFirst());
        return alerts.stream()
                .filter(alert -> received && filter.active())
                .filter(alert -> filter.labels().test(alert.labels()))
                .map(alert -> new AlertView(alert, status, List.of("team-x")))
                .toList();
    }

    @Override
    public Parts<GroupView> groups(AlertFilter filter) {
        List<AlertView> views = views(filter);
        return views.isEmpty()
                ? Parts.of(List.of())
                : Parts.of(
                        List.of(
                                new GroupView(
                                        Labels.of("alertname", "A"),
                                        "team-x",
                                        Labels.EMPTY,
                                        views)));
    }

    @Override
    public List<SilenceView> silences() {
        return List.copyOf(silences.values());
    }

    @Override
    public Optional<SilenceView> silence(String id) {
        return Optional.ofNullable(silences.get(id));
    }

    @Override
    public SilenceAnswer putSilence(PostedSilence posted) {
        if (posted.id().isPresent() && !silences.containsKey(posted.id().get())) {
            return new SilenceAnswer.Unknown();
        }
        silences.put(
                ID,
                new SilenceView(
                        ID,
                        "active",
                        posted.matchers(),
                        posted.startsAt().orElse(NOW),
                        posted.endsAt(),
                        NOW,
                        posted.createdBy(),
                        posted.comment(),
                        posted.annotations()));
        return new SilenceAnswer.Stored(ID);
    }

    @Override
    public boolean expireSilence(String id) {
        return silences.remove(id) != null;
    }

    @Override
    public List<ReceiverView> receivers() {
        return List.of(
                new ReceiverView("team-x", Labels.of("name", "team-x")),
                new ReceiverView("team-y", Labels.of("name", "team-y")));
    }

    @Override
    public String configuration() {
        return "route:\n  receiver: team-x\n";
    }
}
