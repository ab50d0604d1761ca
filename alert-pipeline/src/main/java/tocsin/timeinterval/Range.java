package tocsin.timeinterval;

/// From `begin` to `end`, both included. For times of day it is minutes since midnight, and the end
/// is not included.
public record Range(int begin, int end) {
    /// One value.
    public static Range of(int value) {
        return new Range(value, value);
    }

    boolean has(int value) {
        return value >= begin && value <= end;
    }
}
