package tocsin.silence;

/// How many silences there may be, ended ones that are still kept included, and how large one may
/// be in bytes as kept. Zero is no limit.
public record SilenceLimits(int silences, int bytes) {
    /// None.
    public static final SilenceLimits NONE = new SilenceLimits(0, 0);
}
