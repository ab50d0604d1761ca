package tocsin.pipeline;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;
import tocsin.alerts.AlertStore;
import tocsin.dispatch.Dispatcher;
import tocsin.inhibit.Inhibitor;
import tocsin.labels.Fingerprint;
import tocsin.labels.FingerprintMap;
import tocsin.labels.Labels;
import tocsin.loop.EventLoop;
import tocsin.notify.Receiver;
import tocsin.routing.Route;
import tocsin.silence.Silence;
import tocsin.silence.Silences;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What can be seen of the pipeline. Confined to its loop.
///
/// With a hundred thousand alerts a view of all takes long enough to hold up those that arrive. So
/// the large questions come in two steps: first the immutable alerts, which cost a copy of
/// references and can be sorted and filtered by whoever asks; then, a part at a time, what mutes
/// them.
public final class Views {
    private final EventLoop loop;
    private final Parts parts;
    private final Supplier<Current> current;
    private final FingerprintMap<List<String>> receivers = new FingerprintMap<>();
    private final Map<List<String>, List<String>> equals = new HashMap<>();

    /// What is looked at.
    record Parts(AlertStore alerts, Silences silences, Dispatcher dispatcher) {}

    /// What the configuration in force made.
    record Current(PipelineConfig config, Inhibitor inhibitor, Calendar calendar) {}

    /// A group, before it is known what mutes its alerts.
    ///
    /// @param mutedBy the intervals that mute it now
    public record GroupStand(Dispatcher.Snapshot group, List<String> mutedBy) {
        /// The same with other alerts.
        public GroupStand with(List<Alert> alerts) {
            return new GroupStand(
                    new Dispatcher.Snapshot(
                            group.key(), group.route(), group.labels(), alerts, group.state()),
                    mutedBy);
        }
    }

    Views(EventLoop loop, Parts parts, Supplier<Current> current) {
        this.loop = loop;
        this.parts = parts;
        this.current = current;
    }

    /// The alerts that have not ended.
    public List<Alert> firing() {
        Instant now = loop.now();
        var found = new ArrayList<Alert>(parts.alerts().size());
        parts.alerts()
                .forEach(tracked -> {
                    Alert alert = tracked.alert();
                    if (!alert.isResolved(now)) {
                        found.add(alert);
                    }
                });
        return found;
    }

    /// All alerts, ended ones that are still remembered included.
    public List<Alert> all() {
        var found = new ArrayList<Alert>(parts.alerts().size());
        parts.alerts().forEach(each -> found.add(each.alert()));
        return found;
    }

    /// Those of these alerts that lead to one of these receivers.
    public List<Alert> receivedBy(List<Alert> alerts, Set<String> wanted) {
        var answers = new IdentityHashMap<List<String>, Boolean>();
        var found = new ArrayList<Alert>();
        for (Alert alert : alerts) {
            boolean isFound =
                    answers.computeIfAbsent(
                            receivers(alert), names -> names.stream().anyMatch(wanted::contains));
            if (isFound) {
                found.add(alert);
            }
        }
        return found;
    }

    /// Those of these alerts that are wanted, with what mutes them and who receives them.
    public List<AlertView> of(List<Alert> alerts, StateFilter wanted) {
        Instant now = loop.now();
        var views = new ArrayList<AlertView>(alerts.size());
        for (Alert alert : alerts) {
            AlertStatus status = status(alert, List.of(), wanted, now);
            if (status != null) {
                views.add(new AlertView(alert, status, receivers(alert)));
            }
        }
        return views;
    }

    /// The alerts whose labels pass and that have not ended, in order of their fingerprints.
    public List<AlertView> alerts(Predicate<Labels> wanted) {
        return of(
                firing().stream()
                        .filter(alert -> wanted.test(alert.labels()))
                        .sorted(Comparator.comparing(Alert::fingerprint))
                        .toList(),
                StateFilter.ALL);
    }

    /// One alert, ended ones included.
    public Optional<AlertView> alert(Fingerprint id) {
        return Optional.ofNullable(parts.alerts().get(id)).map(this::view);
    }

    private AlertView view(Alert alert) {
        return of(List.of(alert), StateFilter.ALL).getFirst();
    }

    /// Whom an alert's routes lead to: by its labels and the configuration, so it is found once and
    /// most alerts share one list.
    private List<String> receivers(Alert alert) {
        List<String> known = receivers.get(alert.labels().fingerprintBits());
        if (known != null) {
            return known;
        }
        PipelineConfig config = current.get().config();
        List<String> found =
                config.route().match(alert.labels()).stream().map(Route::receiver).toList();
        List<String> shared = equals.computeIfAbsent(found, same -> same);
        receivers.put(alert.labels().fingerprintBits(), shared);
        return shared;
    }

    /// The configuration is another: what was found by the old one is forgotten.
    void reloaded() {
        receivers.clear();
        equals.clear();
    }

    void forget(Alert alert) {
        receivers.remove(alert.labels().fingerprintBits());
    }

    /// What mutes an alert; null when it is not wanted. Nothing is asked that does not matter.
    private @Nullable AlertStatus status(
            Alert alert, List<String> mutedBy, StateFilter wanted, Instant now) {
        if (!mutedBy.isEmpty() && !wanted.muted()) {
            return null;
        }
        List<String> silencedBy = parts.silences().muting(alert.labels(), now);
        boolean isMuted = !silencedBy.isEmpty() || !mutedBy.isEmpty();
        if ((!silencedBy.isEmpty() && !wanted.silenced())
                || (!isMuted && !wanted.active() && !wanted.inhibited())) {
            return null;
        }
        Optional<Fingerprint> source = current.get().inhibitor().muting(alert.labels(), now);
        if (source.isPresent() ? !wanted.inhibited() : !isMuted && !wanted.active()) {
            return null;
        }
        return AlertStatus.of(silencedBy, source.map(List::of).orElse(List.of()), mutedBy);
    }

    /// The groups whose receivers pass.
    public List<GroupStand> groups(Predicate<Receiver> wanted) {
        Instant now = loop.now();
        Current rules = current.get();
        Set<String> passing =
                rules.config().receivers().stream()
                        .filter(wanted)
                        .map(Receiver::name)
                        .collect(Collectors.toSet());
        return parts.dispatcher().groups().stream()
                .filter(group -> passing.contains(group.route().receiver()))
                .map(group -> new GroupStand(group, rules.calendar().mutedBy(group.route(), now)))
                .toList();
    }

    /// A group with those of its alerts that are wanted.
    ///
    /// @param receivers of all groups that hold an alert, by its fingerprint's bits
    public GroupView of(
            GroupStand stand, FingerprintMap<List<String>> receivers, StateFilter wanted) {
        Instant now = loop.now();
        Dispatcher.Snapshot group = stand.group();
        var views = new ArrayList<AlertView>(group.alerts().size());
        for (Alert alert : group.alerts()) {
            AlertStatus status = status(alert, stand.mutedBy(), wanted, now);
            List<String> holders = receivers.get(alert.labels().fingerprintBits());
            if (status != null) {
                views.add(new AlertView(alert, status, holders == null ? List.of() : holders));
            }
        }
        return new GroupView(
                group.key(),
                group.route().id(),
                group.labels(),
                Labels.of(group.route().labels()),
                group.route().receiver(),
                views,
                group.state().nextFlush(),
                group.state().version());
    }

    /// The groups whose receivers pass, with those of their alerts that pass and have not ended.
    public List<GroupView> groups(Predicate<Labels> wanted, Predicate<Receiver> wantedReceivers) {
        Instant now = loop.now();
        List<GroupStand> stands = groups(wantedReceivers);
        FingerprintMap<List<String>> holders = holders(stands);
        return stands.stream()
                .map(stand ->
                        stand.with(
                                stand.group().alerts().stream()
                                        .filter(alert -> !alert.isResolved(now))
                                        .filter(alert -> wanted.test(alert.labels()))
                                        .toList()))
                .map(stand -> of(stand, holders, StateFilter.ALL))
                .filter(group -> !group.alerts().isEmpty())
                .toList();
    }

    /// The receivers of the groups that hold an alert, sorted, by its fingerprint's bits.
    public static FingerprintMap<List<String>> holders(List<GroupStand> stands) {
        var holders = new FingerprintMap<List<String>>();
        Map<String, List<String>> single = new HashMap<>();
        for (GroupStand stand : stands) {
            String receiver = stand.group().route().receiver();
            List<String> alone = single.computeIfAbsent(receiver, List::of);
            for (Alert alert : stand.group().alerts()) {
                long bits = alert.labels().fingerprintBits();
                List<String> others = holders.get(bits);
                holders.put(bits, others == null ? alone : both(others, alone));
            }
        }
        return holders;
    }

    private static List<String> both(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        all.sort(Labels.BYTE_ORDER);
        return List.copyOf(all);
    }

    /// How many of these something mutes.
    int muted(List<Alert> alerts) {
        Instant now = loop.now();
        Inhibitor inhibitor = current.get().inhibitor();
        int muted = 0;
        for (Alert alert : alerts) {
            boolean isMuted =
                    inhibitor.muting(alert.labels(), now).isPresent()
                            || !parts.silences().muting(alert.labels(), now).isEmpty();
            muted += isMuted ? 1 : 0;
        }
        return muted;
    }

    /// The number of silences in a state.
    int silences(Silence.State state) {
        return parts.silences().count(state);
    }
}
