package tocsin.silence;

import tocsin.labels.Fingerprint;
import tocsin.labels.FingerprintMap;
import tocsin.labels.Labels;
import tocsin.loop.EventLoop;
import tocsin.replica.ReplicatedMap;
import tocsin.silence.SilenceAnswer.Invalid;
import tocsin.silence.SilenceAnswer.Stored;
import tocsin.silence.SilenceAnswer.Unknown;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// All silences, and which of them mute an alert. Confined to the loop of its map.
///
/// For each alert seen, the silences that match its labels are remembered together with how far in
/// the order of changes they were looked at; asking again costs the changes since that may be about
/// it. A change gives a silence a new place in that order, so that an extension which arrives late
/// is looked at again.
public final class Silences {
    private final ReplicatedMap<String, Silence> map;
    private final EventLoop loop;
    private final Supplier<String> ids;
    private final SilenceLimits limits;
    private final SilenceIndex index = new SilenceIndex();
    private final FingerprintMap<Looked> looked = new FingerprintMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private long lastPlace;

    private static final class Looked {
        private long upTo;
        private List<String> matching = List.of();
    }

    /// Silences over the map of this member.
    ///
    /// @param ids gives new ids, UUIDs
    public Silences(
            ReplicatedMap<String, Silence> map,
            EventLoop loop,
            Supplier<String> ids,
            SilenceLimits limits) {
        this.map = map;
        this.loop = loop;
        this.ids = ids;
        this.limits = limits;
        map.forEach((_, silence) -> index.put(silence, ++lastPlace));
        map.watch((id, _, after) -> changed(id, after));
    }

    private void changed(String id, Optional<Silence> after) {
        index.remove(id);
        after.ifPresent(silence -> index.put(silence, ++lastPlace));
        listeners.forEach(Runnable::run);
    }

    /// Adds someone to be told when any silence changed.
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /// The ids of the silences that mute an alert now, oldest change first.
    public List<String> muting(Labels alert, Instant now) {
        if (index.isEmpty()) {
            return List.of();
        }
        Looked memory = looked.get(alert.fingerprintBits());
        if (memory == null) {
            memory = new Looked();
            looked.put(alert.fingerprintBits(), memory);
        }
        if (memory.upTo == lastPlace && memory.matching.isEmpty()) {
            return memory.matching;
        }
        look(memory, alert, now);
        return memory.matching.isEmpty()
                ? List.of()
                : memory.matching.stream().filter(id -> isActive(id, now)).toList();
    }

    private void look(Looked memory, Labels alert, Instant now) {
        boolean someAreOver =
                memory.matching.stream()
                        .anyMatch(id -> map.get(id).filter(each -> !isOver(each, now)).isEmpty());
        if (memory.upTo == lastPlace && !someAreOver) {
            return;
        }
        var matching = new ArrayList<>(memory.matching);
        matching.removeIf(id -> map.get(id).filter(each -> !isOver(each, now)).isEmpty());
        for (String id : index.since(memory.upTo, alert)) {
            matching.remove(id);
            map.get(id)
                    .filter(silence -> !isOver(silence, now) && silence.matches(alert))
                    .ifPresent(_ -> matching.add(id));
        }
        memory.matching = List.copyOf(matching);
        memory.upTo = lastPlace;
    }

    private static boolean isOver(Silence silence, Instant now) {
        return silence.state(now) == Silence.State.EXPIRED;
    }

    private boolean isActive(String id, Instant now) {
        return map.get(id).filter(s -> s.state(now) == Silence.State.ACTIVE).isPresent();
    }

    /// Forgets what was remembered of an alert that is gone.
    public void forget(Fingerprint alert) {
        looked.remove(alert.bits());
    }

    /// Makes or changes a silence, as upstream's `Set` does. The answer comes when it is safe.
    public CompletionStage<SilenceAnswer> put(SilenceRequest wanted) {
        Instant now = loop.now();
        Instant start = wanted.startsAt().orElse(now);
        Optional<String> problem = SilenceRules.problem(wanted.matchers(), start, wanted.endsAt());
        if (problem.isPresent()) {
            return CompletableFuture.completedFuture(new Invalid(problem.get()));
        }
        Optional<Silence> known = wanted.id().flatMap(map::get);
        if (wanted.id().isPresent() && known.isEmpty()) {
            return CompletableFuture.completedFuture(new Unknown());
        }
        if (known.isPresent() && SilenceRules.canUpdate(known.get(), wanted, start, now)) {
            return store(silence(known.get().id(), wanted, start, now));
        }
        return replace(known, wanted, start.isBefore(now) ? now : start, now);
    }

    private CompletionStage<SilenceAnswer> replace(
            Optional<Silence> known, SilenceRequest wanted, Instant start, Instant now) {
        if (limits.silences() > 0 && map.size() + 1 > limits.silences()) {
            return CompletableFuture.completedFuture(
                    new Invalid(
                            "exceeded maximum number of silences: %d (limit: %d)"
                                    .formatted(map.size(), limits.silences())));
        }
        Silence made = silence(ids.get(), wanted, start, now);
        Optional<String> tooLarge = tooLarge(made);
        if (tooLarge.isPresent()) {
            return CompletableFuture.completedFuture(new Invalid(tooLarge.get()));
        }
        CompletionStage<?> before =
                known.isPresent() ? expire(known.get().id()) : CompletableFuture.completedFuture(1);
        return before.thenCombine(store(made), (_, answer) -> answer);
    }

    private CompletionStage<SilenceAnswer> store(Silence silence) {
        Optional<String> tooLarge = tooLarge(silence);
        return tooLarge.isPresent()
                ? CompletableFuture.completedFuture(new Invalid(tooLarge.get()))
                : map.put(silence.id(), silence).thenApply(_ -> new Stored(silence.id()));
    }

    private Optional<String> tooLarge(Silence silence) {
        int size = limits.bytes() > 0 ? SilenceSchema.size(silence) : 0;
        return size <= limits.bytes()
                ? Optional.empty()
                : Optional.of(
                        "silence exceeded maximum size: %d bytes (limit: %d bytes)"
                                .formatted(size, limits.bytes()));
    }

    private static Silence silence(
            String id, SilenceRequest wanted, Instant startsAt, Instant now) {
        return new Silence(
                id,
                wanted.matchers(),
                startsAt,
                wanted.endsAt(),
                now,
                wanted.createdBy(),
                wanted.comment(),
                wanted.annotations(),
                false);
    }

    /// Ends a silence now. The answer says whether there is one of this id; one that has ended
    /// stays as it is.
    public CompletionStage<Boolean> expire(String id) {
        Optional<Silence> known = map.get(id);
        if (known.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        Instant now = loop.now();
        if (known.get().state(now) == Silence.State.EXPIRED) {
            return CompletableFuture.completedFuture(true);
        }
        return map.put(id, known.get().updated(now).endedAt(now)).thenApply(_ -> true);
    }

    /// One silence.
    public Optional<Silence> get(String id) {
        return map.get(id);
    }

    /// All, those that are over included, by id.
    public List<Silence> all() {
        var all = new ArrayList<Silence>(map.size());
        map.forEach((_, silence) -> all.add(silence));
        all.sort(Comparator.comparing(Silence::id));
        return all;
    }

    /// How many are in a state.
    public int count(Silence.State state) {
        Instant now = loop.now();
        var count = new int[1];
        map.forEach((_, silence) -> count[0] += silence.state(now) == state ? 1 : 0);
        return count[0];
    }
}
