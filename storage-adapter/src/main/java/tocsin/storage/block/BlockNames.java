package tocsin.storage.block;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// Gives names to new blocks.
public final class BlockNames {
    private BlockNames() {}

    /// A name that sorts by time and that no other block has.
    public static String next(Instant now, RandomGenerator random) {
        return Ulid.next(now.toEpochMilli(), random);
    }
}
