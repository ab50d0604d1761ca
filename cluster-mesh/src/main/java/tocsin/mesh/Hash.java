package tocsin.mesh;

/// The hash of keys and entries, the same on all members and in all versions.
final class Hash {
    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Hash() {}

    /// FNV-1a, finished by Stafford's thirteenth mix, as FNV's low bits alone are poor.
    static long of(byte[] bytes) {
        long hash = SEED;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xff)) * PRIME;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
