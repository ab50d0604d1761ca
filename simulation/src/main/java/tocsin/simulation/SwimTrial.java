package tocsin.simulation;

import tocsin.mesh.swim.SwimTiming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;

/// What members that are well are accused of while one of them is starved of its processor, has a
/// slow link or hears nothing, or packets are lost; and how long all take to miss one that is
/// killed meanwhile. Each trial does one thing to a mesh under a seed.
public enum SwimTrial {
    /// `a` gets its processor for moments only, and falls asleep while others' answers are under
    /// way. It sleeps no longer than the others wait for it.
    STARVED(5) {
        @Override
        void trouble(SwimMesh mesh, Random chance) {
            mesh.slowest(Duration.ofMillis(120));
            for (int i = 0; i < 60; i++) {
                mesh.pause("a", Duration.ofMillis(600 + chance.nextInt(600)));
                mesh.advance(Duration.ofMillis(1_210 + chance.nextInt(200)));
            }
        }
    },
    /// What `a` says and hears comes late.
    SLOW_LINK(5) {
        @Override
        void trouble(SwimMesh mesh, Random chance) {
            mesh.slow("a", Duration.ofMillis(260 + chance.nextInt(80)));
            mesh.advance(Duration.ofMinutes(2));
            mesh.slow("a", Duration.ZERO);
        }
    },
    /// `a` and `b` cannot reach each other.
    DIVIDED(4) {
        @Override
        void trouble(SwimMesh mesh, Random chance) {
            mesh.cut("a", "b");
            mesh.cut("b", "a");
            mesh.advance(Duration.ofMinutes(1));
            mesh.heal();
        }
    },
    /// `c` hears nothing for so long that it hears of the suspicion at the last moment.
    DEAF(3) {
        @Override
        void trouble(SwimMesh mesh, Random chance) {
            mesh.cut("a", "c");
            mesh.cut("b", "c");
            mesh.advance(Duration.ofMillis(1_300));
            mesh.heal();
            mesh.advance(Duration.ofSeconds(5));
        }
    },
    /// A quarter of all packets is lost.
    LOSS(5) {
        @Override
        void trouble(SwimMesh mesh, Random chance) {
            mesh.lose(0.25);
            mesh.advance(Duration.ofMinutes(3));
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int members;

    SwimTrial(int members) {
        this.members = members;
    }

    abstract void trouble(SwimMesh mesh, Random chance);

    /// What came of the runs of a set of seeds.
    ///
    /// @param byTroubled how often `a`, whom the trouble is with, accused another
    /// @param byOthers how often another accused anybody
    /// @param falselyMissed how often a member was taken for dead that ran
    /// @param detectedMillis how long all took to miss the killed one, in order
    record Outcome(long byTroubled, long byOthers, long falselyMissed, List<Long> detectedMillis) {

        long detected(double share) {
            return Detection.at(detectedMillis, share);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "accusations by a %d, by others %d, falsely missed %d, detected p50 %d ms, last"
                            + " %d ms",
                    byTroubled,
                    byOthers,
                    falselyMissed,
                    detected(0.5),
                    detected(1));
        }
    }

    /// Runs this trial under each seed from 0.
    Outcome run(long seeds) {
        List<Outcome> each = LongStream.range(0, seeds).mapToObj(this::runSeed).toList();
        var detected = new ArrayList<Long>();
        each.forEach(one -> detected.addAll(one.detectedMillis()));
        return new Outcome(
                each.stream().mapToLong(Outcome::byTroubled).sum(),
                each.stream().mapToLong(Outcome::byOthers).sum(),
                each.stream().mapToLong(Outcome::falselyMissed).sum(),
                detected.stream().sorted().toList());
    }

    private Outcome runSeed(long seed) {
        var chance = new Random(seed);
        var mesh = new SwimMesh(chance.nextLong(), SwimTiming.defaults());
        List<String> names = List.of("a", "b", "c", "d", "e").subList(0, members);
        names.forEach(name -> mesh.start(name, names));
        mesh.advance(Duration.ofMillis(5_000 + chance.nextInt(500)));
        mesh.witness();
        trouble(mesh, chance);
        long byTroubled = mesh.accusationsBy("a"::equals);
        long byOthers = mesh.accusationsBy(name -> !name.equals("a"));
        int falselyMissed = mesh.falselyMissed();
        String victim = names.getLast();
        mesh.kill(victim);
        long detected = mesh.until(PATIENCE, () -> mesh.isGone(victim)).toMillis();
        return new Outcome(byTroubled, byOthers, falselyMissed, List.of(detected));
    }

    /// Prints what comes of each trial: `SwimTrial SEEDS`.
    public static void main(String[] arguments) {
        long seeds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 50;
        for (SwimTrial trial : values()) {
            System.out.println(trial + ": " + trial.run(seeds));
        }
    }
}
