package tocsin.mesh.swim;

/// How a member stands. Of two claims about one life the later of these counts.
public enum Standing {
    /// It answers.
    ALIVE(0),
    /// Somebody had no answer; it is a member until that is settled.
    SUSPECT(1),
    /// It did not deny a suspicion in time.
    DEAD(2),
    /// It said farewell.
    LEFT(3);

    private final int code;

    Standing(int code) {
        this.code = code;
    }

    /// Its number on the wire.
    int code() {
        return code;
    }

    /// By its number on the wire.
    static Standing of(long code) {
        for (Standing each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("no such standing: " + code);
    }

    /// Whether it takes part.
    public boolean isMember() {
        return this == ALIVE || this == SUSPECT;
    }
}
