package tocsin.replica;

/// A reading of a hybrid logical clock and the member that took it: the total order of all writes.
///
/// `hlc` holds 48 bits of milliseconds above 16 bits of counter. Stamps order writes; they never
/// say whether something is active or due (wall time does).
///
/// Kulkarni et al.: *Logical Physical Clocks and Consistent Snapshots* (2014).
public record Stamp(long hlc, String member) implements Comparable<Stamp> {
    private static final int COUNTER_BITS = 16;

    /// A stamp of wall time `millis` and a counter of 0 to 65,535.
    public static Stamp of(long millis, int counter, String member) {
        return new Stamp((millis << COUNTER_BITS) | counter, member);
    }

    /// The physical part: milliseconds since 1970.
    public long millis() {
        return hlc >>> COUNTER_BITS;
    }

    /// The logical part.
    public int counter() {
        return (int) (hlc & 0xffff);
    }

    @Override
    public int compareTo(Stamp other) {
        int byTime = Long.compareUnsigned(hlc, other.hlc);
        return byTime != 0 ? byTime : member.compareTo(other.member);
    }
}
