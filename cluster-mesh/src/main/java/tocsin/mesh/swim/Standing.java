package tocsin.mesh.swim;

/// How a member stands. Of two claims about one life the later of these counts.
public enum Standing {
    /// It answers.
    ALIVE,
    /// Somebody had no answer; it is a member until that is settled.
    SUSPECT,
    /// It did not deny a suspicion in time.
    DEAD,
    /// It said farewell.
    LEFT;

    /// Whether it takes part.
    public boolean isMember() {
        return this == ALIVE || this == SUSPECT;
    }
}
