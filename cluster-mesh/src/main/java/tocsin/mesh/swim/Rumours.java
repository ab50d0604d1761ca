package tocsin.mesh.swim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// News that still travels: each is told a number of times that grows with the logarithm of the
/// members, the least told first. What is overtaken is told no more.
final class Rumours {
    private static final int MULTIPLIER = 4;

    /// Two accusers of one member are two rumours.
    private record Key(String name, String by) {}

    private static final class Told {
        private final Claim claim;
        private final long order;
        private int times;

        private Told(Claim claim, long order) {
            this.claim = claim;
            this.order = order;
        }
    }

    private final Map<Key, Told> told = new HashMap<>();
    private long order;

    boolean isEmpty() {
        return told.isEmpty();
    }

    void add(Claim claim) {
        told.values()
                .removeIf(
                        each -> each.claim.name().equals(claim.name()) && claim.beats(each.claim));
        told.put(new Key(claim.name(), claim.by()), new Told(claim, order++));
    }

    /// The next to tell, and forgets those that were told often enough.
    List<Claim> next(int most, int members) {
        if (told.isEmpty()) {
            return List.of();
        }
        List<Told> chosen =
                told.values().stream()
                        .sorted(
                                Comparator.<Told>comparingInt(each -> each.times)
                                        .thenComparingLong(each -> each.order))
                        .limit(most)
                        .toList();
        int limit = MULTIPLIER * (32 - Integer.numberOfLeadingZeros(members));
        var claims = new ArrayList<Claim>(chosen.size());
        for (Told each : chosen) {
            claims.add(each.claim);
            each.times++;
            if (each.times >= limit) {
                told.remove(new Key(each.claim.name(), each.claim.by()), each);
            }
        }
        return claims;
    }
}
