package tocsin.simulation;

import org.jspecify.annotations.Nullable;

import tocsin.simulation.Register.Value;
import tocsin.testkit.SimLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Members write while everything breaks; then all is healed, and it is asked: was anything lost
/// that had been acknowledged, and do all hold the same?
///
/// A write counts as acknowledged when its stage completed. One disk that loses what it fsynced
/// would break the promise, so disks here only lose what they had not.
public final class MeshScenario {
    private static final int KEYS = 12;

    /// Below so many acknowledged writes nothing is proved: each of two members writes once when
    /// all is healed.
    private static final int FEWEST = 2;

    private static final Duration ROUND = Duration.ofMillis(700);

    private final SplittableRandom chance;
    private final SimLoop loop = new SimLoop();
    private final SimNetwork network;
    private final Map<String, SimDisk> disks = new HashMap<>();
    private final List<String> names;
    private final Map<String, SimMember> live = new HashMap<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Long> written = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private @Nullable String wentBack;
    private long writes;
    private long acknowledgements;

    private MeshScenario(long seed) {
        this.chance = new SplittableRandom(seed);
        this.network = new SimNetwork(loop, chance.split());
        this.names = List.of("a", "b", "c", "d", "e").subList(0, 2 + chance.nextInt(4));
        names.forEach(name -> disks.put(name, new SimDisk(loop, chance.split())));
        names.forEach(this::start);
    }

    /// What became of a run.
    ///
    /// @param problem what was broken, or null
    public record Verdict(long seed, long acknowledged, @Nullable String problem) {}

    /// Runs the scenario of a seed: 60 rounds of faults and writes, healing, and the check.
    public static Verdict run(long seed) {
        var scenario = new MeshScenario(seed);
        for (int round = 0; round < 60; round++) {
            scenario.breakSomething();
            scenario.write();
            scenario.loop.advance(ROUND);
            scenario.look();
        }
        scenario.heal();
        return new Verdict(seed, scenario.acknowledgements, scenario.problem());
    }

    private void start(String name) {
        SimDisk disk = disks.get(name);
        if (disk != null && !live.containsKey(name)) {
            Duration skew = Duration.ofMillis(chance.nextLong(-3_000, 3_000));
            live.put(name, new SimMember(name, loop, network, disk, skew));
        }
    }

    private String anyone() {
        return names.get(chance.nextInt(names.size()));
    }

    private void breakSomething() {
        switch (chance.nextInt(15)) {
            case 0, 1 -> crash(anyone());
            case 2, 3, 4 -> names.forEach(this::start);
            case 5 -> network.loss(chance.nextInt(3) * 0.15);
            case 6 -> network.cut(anyone(), anyone());
            case 7 -> isolate(anyone());
            case 8 -> network.healAll();
            case 9 -> disks.values().forEach(disk -> disk.refuse(chance.nextInt(3) * 0.1));
            case 10 -> fill();
            case 11 -> pause();
            case 12 -> network.slowest(Duration.ofMillis(1 + chance.nextInt(1_500)));
            default -> jumpClock();
        }
    }

    private void fill() {
        disks.values().forEach(disk -> disk.full(chance.nextInt(3) == 0));
    }

    private void pause() {
        SimMember member = live.get(anyone());
        if (member != null) {
            member.pause(Duration.ofMillis(chance.nextLong(100, 8_000)));
        }
    }

    private void crash(String name) {
        SimMember member = live.remove(name);
        if (member != null) {
            member.crash();
            seen.keySet().removeIf(key -> key.startsWith(name + "/"));
        }
    }

    private void isolate(String name) {
        for (String other : names) {
            network.cut(name, other);
            network.cut(other, name);
        }
    }

    private void jumpClock() {
        SimMember member = live.get(anyone());
        if (member != null) {
            long most = chance.nextBoolean() ? 60_000 : 6 * 3_600_000;
            member.skew(Duration.ofMillis(chance.nextLong(-most, most)));
        }
    }

    private void write() {
        for (int i = chance.nextInt(8); i > 0; i--) {
            SimMember member = live.get(anyone());
            if (member != null) {
                writes++;
                write(member, "key" + chance.nextInt(KEYS), writes);
            }
        }
    }

    private void write(SimMember member, String key, long number) {
        written.put(key, number);
        member.map()
                .put(key, new Value(number, member.name() + number))
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        acknowledgements++;
                        acknowledged.merge(key, number, Math::max);
                    }
                });
    }

    /// What a member holds never goes back while it lives, whatever comes in which order.
    private void look() {
        live.forEach((name, member) -> {
            for (int i = 0; i < KEYS; i++) {
                String key = "key" + i;
                long now = member.map().get(key).map(Value::highest).orElse(0L);
                long before = Optional.ofNullable(seen.put(name + "/" + key, now)).orElse(0L);
                if (now < before && wentBack == null) {
                    wentBack = "%s on %s went from %d to %d".formatted(key, name, before, now);
                }
            }
        });
    }

    private void heal() {
        network.loss(0);
        network.slowest(Duration.ofMillis(40));
        network.healAll();
        disks.values()
                .forEach(disk -> {
                    disk.refuse(0);
                    disk.full(false);
                });
        names.forEach(this::start);
        live.values().forEach(member -> member.skew(Duration.ZERO));
        loop.advance(Duration.ofSeconds(75));
        for (SimMember member : List.copyOf(live.values())) {
            writes++;
            write(member, "key" + chance.nextInt(KEYS), writes);
        }
        loop.advance(Duration.ofSeconds(10));
    }

    private @Nullable String problem() {
        if (wentBack != null) {
            return wentBack;
        }
        if (acknowledgements < FEWEST) {
            return "unknown: only " + acknowledgements + " writes were acknowledged";
        }
        SimMember first = live.get(names.getFirst());
        if (first == null) {
            return "nobody lives";
        }
        for (SimMember member : live.values()) {
            if (!member.content().equals(first.content())) {
                return member.name() + " and " + first.name() + " differ: " + differences(member);
            }
        }
        for (Map.Entry<String, Long> entry : acknowledged.entrySet()) {
            long held = first.map().get(entry.getKey()).map(Value::highest).orElse(0L);
            if (held < entry.getValue()) {
                return "%s: write %d was acknowledged, %d is held"
                        .formatted(entry.getKey(), entry.getValue(), held);
            }
            if (held > written.getOrDefault(entry.getKey(), 0L)) {
                return entry.getKey() + ": " + held + " was never written";
            }
        }
        return null;
    }

    private String differences(SimMember member) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < KEYS; i++) {
            String key = "key" + i;
            lines.add(
                    Arrays.asList(
                                    member.map().versioned(key),
                                    live.get(names.getFirst()) == null
                                            ? null
                                            : live.get(names.getFirst()).map().versioned(key))
                            .toString());
        }
        return String.join("\n", lines);
    }
}
