package tocsin.storage.head;

/// What became of one sample.
public enum Verdict {
    /// Stored at the end of its series.
    STORED,
    /// Stored behind the end of its series, inside the out-of-order window.
    STORED_LATE,
    /// The same sample was there already.
    SAME,
    /// Older than the last of its series.
    OUT_OF_ORDER,
    /// Older than what the head takes.
    OUT_OF_BOUNDS,
    /// Older than the out-of-order window.
    TOO_OLD,
    /// Another value has this time.
    DUPLICATE,
    /// The series was dropped meanwhile: look it up again.
    SERIES_GONE;

    /// Whether it has to be logged.
    public boolean isNew() {
        return this == STORED || this == STORED_LATE;
    }

    /// Whether the sample is there now.
    public boolean isStored() {
        return isNew() || this == SAME;
    }

    /// In upstream's words, for whoever sent it.
    public String message() {
        return switch (this) {
            case STORED, STORED_LATE, SAME -> "stored";
            case OUT_OF_ORDER -> "out of order sample";
            case OUT_OF_BOUNDS -> "out of bounds";
            case TOO_OLD -> "too old sample";
            case DUPLICATE -> "duplicate sample for timestamp";
            case SERIES_GONE -> "the series was dropped";
        };
    }
}
