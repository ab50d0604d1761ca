package tocsin.mesh;

import java.util.HashSet;
import java.util.Set;

/// What a map holds, in 8 KiB: the sum of its entries' hashes, for each of 1,024 parts of the keys.
/// A write changes it in constant time. Sums can be forged, so links must not let strangers in.
final class Digest {
    static final int BUCKETS = 1_024;

    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private final long[] sums = new long[BUCKETS];

    static int bucket(byte[] key) {
        return (int) (hash(key) & (BUCKETS - 1));
    }

    /// FNV-1a, finished by Stafford's thirteenth mix, as FNV's low bits alone are poor.
    static long hash(byte[] bytes) {
        long hash = SEED;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xff)) * PRIME;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    void add(int bucket, long hash) {
        sums[bucket] += hash;
    }

    void remove(int bucket, long hash) {
        sums[bucket] -= hash;
    }

    long[] buckets() {
        return sums.clone();
    }

    /// The buckets that differ from those of another.
    Set<Integer> differences(long[] others) {
        Set<Integer> differing = new HashSet<>();
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] != others[i]) {
                differing.add(i);
            }
        }
        return differing;
    }

    /// One number for all.
    long root() {
        long root = SEED;
        for (long sum : sums) {
            root = (root ^ sum) * PRIME;
            root ^= root >>> 29;
        }
        return root;
    }
}
