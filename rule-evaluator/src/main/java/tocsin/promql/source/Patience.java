package tocsin.promql.source;

/// How long somebody waits for what a source does. Whatever takes long says so as it goes on, and
/// ends where it stands once nobody waits any more.
@FunctionalInterface
public interface Patience {
    /// Never ends.
    Patience ENDLESS = _ -> {};

    /// Says that work was done, in units of what reading a sample costs: a few nanoseconds. Throws
    /// an unchecked exception when nobody waits any more: a source passes it on, and stays as good
    /// as it was.
    void spend(long work);

    /// Asks whether somebody waits still, after something that may have taken any time.
    default void ask() {
        spend(Integer.MAX_VALUE);
    }
}
