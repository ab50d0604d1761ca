package tocsin.storage.chunk;

/// What the head of a chunk of histograms says of the step from the chunk before it.
public enum ResetHeader {
    /// Not known.
    UNKNOWN(0b00),
    /// The counter did not go on falling.
    NOT_RESET(0b01),
    /// The counter began anew with the first sample.
    RESET(0b10),
    /// Gauges: a reset means nothing.
    GAUGE(0b11);

    private final int bits;

    ResetHeader(int bits) {
        this.bits = bits;
    }

    int flags() {
        return bits << 6;
    }

    static ResetHeader of(int flags) {
        return values()[(flags >>> 6) & 0b11];
    }
}
