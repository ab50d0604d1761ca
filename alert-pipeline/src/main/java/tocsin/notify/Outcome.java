package tocsin.notify;

/// What became of a flush, over all integrations.
public enum Outcome {
    /// Everything that had to be told was told, by this member or another; or nothing had to be; or
    /// what has ended could not be told in time, and lies among the dead letters.
    DONE,
    /// Somebody was not told; the next flush tries again.
    FAILED,
    /// A newer flush of the group made this one needless.
    OVERTAKEN
}
