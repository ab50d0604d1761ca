package tocsin.mesh.wire;

/// What a stream is for. What is said of members must not wait behind what is replicated.
public enum Lane {
    /// Questions whether members are there, and rumours.
    MEMBERS,
    /// Everything else.
    STATE
}
