package tocsin.mesh.swim;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/// All others that were ever heard of and are not forgotten, by name, and whose turn it is.
final class Roster {
    /// Who comes when so many are known is turned away.
    static final int LIMIT = 8_192;

    private final TreeMap<String, Acquaintance> others = new TreeMap<>();
    private final List<String> round = new ArrayList<>();
    private final Random chance;

    Roster(Random chance) {
        this.chance = chance;
    }

    @Nullable Acquaintance of(String name) {
        return others.get(name);
    }

    /// Whether there was room.
    boolean add(Acquaintance met) {
        if (others.size() >= LIMIT) {
            return false;
        }
        others.put(met.claim().name(), met);
        // Somewhere in what is left of the round, so that a member is not always asked after the
        // same other.
        round.add(chance.nextInt(round.size() + 1), met.claim().name());
        return true;
    }

    Collection<Acquaintance> all() {
        return others.values();
    }

    /// How many are members, this one included.
    int members() {
        return 1 + (int) others.values().stream().filter(Acquaintance::isMember).count();
    }

    List<Claim> claims(Predicate<Acquaintance> which) {
        return others.values().stream().filter(which).map(Acquaintance::claim).toList();
    }

    /// Some of those, by chance.
    List<Claim> some(int most, Predicate<Acquaintance> which) {
        var found = new ArrayList<>(claims(which));
        Collections.shuffle(found, chance);
        return found.size() <= most ? found : found.subList(0, most);
    }

    /// The next whose turn it is to be asked; each once in a round, in an order by chance.
    List<Claim> turn(int most) {
        var turn = new ArrayList<Claim>();
        for (int looked = 0; looked <= others.size() && turn.size() < most; looked++) {
            if (round.isEmpty()) {
                round.addAll(others.keySet());
                Collections.shuffle(round, chance);
            }
            if (round.isEmpty()) {
                return turn;
            }
            Acquaintance next = others.get(round.removeLast());
            if (next != null && next.isMember() && !turn.contains(next.claim())) {
                turn.add(next.claim());
            }
        }
        return turn;
    }

    void forget(Predicate<Acquaintance> which) {
        others.values().removeIf(which);
    }
}
