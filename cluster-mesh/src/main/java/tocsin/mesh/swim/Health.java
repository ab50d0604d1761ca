package tocsin.mesh.swim;

/// How well this member itself is, after Lifeguard: who is late, or hears nothing even from those
/// whom others can reach, distrusts itself first, asks less often and waits longer.
final class Health {
    /// The worst: a member that waits four times as long is slow enough to be fair, and still
    /// notices the dead in seconds.
    static final int WORST = 3;

    private int score;

    void better() {
        score = Math.max(0, score - 1);
    }

    void worse(int by) {
        score = Math.min(WORST, score + by);
    }

    /// 0 when all is well.
    int score() {
        return score;
    }

    /// A span, stretched.
    long stretched(long nanos) {
        return nanos * (score + 1);
    }
}
