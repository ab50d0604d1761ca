package tocsin.simulation;

import org.jspecify.annotations.Nullable;

import tocsin.mesh.swim.SwimTiming;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Members come, go, are killed, stopped and cut off under a seed; then all is healed, and it is
/// asked whether each takes exactly those that run for members, and stays with that.
public final class SwimScenario {
    private static final Duration ROUND = Duration.ofMillis(900);
    private static final Duration AGREE_WITHIN = Duration.ofSeconds(20);

    private final Random chance;
    private final SwimMesh mesh;
    private final List<String> names;

    private SwimScenario(long seed) {
        chance = new Random(seed);
        mesh = new SwimMesh(chance.nextLong(), SwimTiming.defaults());
        int count = 2 + chance.nextInt(7);
        names = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    /// Runs a seed. What was wrong in the end, or null.
    public static @Nullable String run(long seed) {
        var scenario = new SwimScenario(seed);
        scenario.names.forEach(scenario::start);
        for (int round = 0; round < 40; round++) {
            scenario.breakSomething();
            scenario.mesh.advance(ROUND);
        }
        return scenario.judge();
    }

    private void start(String name) {
        if (!mesh.living().contains(name)) {
            mesh.start(name, names);
        }
    }

    private String anyone() {
        return names.get(chance.nextInt(names.size()));
    }

    private void breakSomething() {
        switch (chance.nextInt(11)) {
            case 0, 1 -> mesh.kill(anyone());
            case 2, 3 -> names.forEach(this::start);
            case 4 -> mesh.leave(anyone());
            case 5 -> mesh.pause(anyone(), Duration.ofMillis(chance.nextInt(12_000)));
            case 6 -> mesh.cut(anyone(), anyone());
            case 7 -> isolate(anyone());
            case 8 -> mesh.heal();
            case 9 -> mesh.lose(chance.nextInt(4) * 0.1);
            default -> mesh.slowest(Duration.ofMillis(1 + chance.nextInt(400)));
        }
    }

    private void isolate(String name) {
        for (String other : names) {
            mesh.cut(name, other);
            mesh.cut(other, name);
        }
    }

    private @Nullable String judge() {
        mesh.heal();
        mesh.slowest(Duration.ofMillis(2));
        mesh.advance(Duration.ofSeconds(12));
        names.forEach(this::start);
        mesh.until(AGREE_WITHIN, mesh::isAgreed);
        if (!mesh.isAgreed()) {
            return "no agreement: " + views();
        }
        for (int i = 0; i < 100; i++) {
            mesh.advance(Duration.ofMillis(200));
            if (!mesh.isAgreed()) {
                return "agreed, and then not: " + views();
            }
        }
        return null;
    }

    private String views() {
        var text = new StringBuilder();
        names.forEach(name -> text.append(name).append(mesh.view(name)).append(' '));
        return text.toString();
    }
}
