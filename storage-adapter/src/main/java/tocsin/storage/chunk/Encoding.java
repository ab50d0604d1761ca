package tocsin.storage.chunk;

import tocsin.storage.codec.CorruptDataException;

/// The forms of chunks, with upstream's numbers.
public enum Encoding {
    /// Floats, each against the one before.
    XOR(1),
    /// Native histograms with integer counts.
    HISTOGRAM(2),
    /// Native histograms with float counts.
    FLOAT_HISTOGRAM(3);

    private final int id;

    Encoding(int id) {
        this.id = id;
    }

    /// The number in files.
    public int id() {
        return id;
    }

    /// The encoding of a number.
    ///
    /// @throws CorruptDataException when it is none that can be read
    public static Encoding of(int id) throws CorruptDataException {
        return switch (id) {
            case 1 -> XOR;
            case 2 -> HISTOGRAM;
            case 3 -> FLOAT_HISTOGRAM;
            default ->
                    throw new CorruptDataException(
                            "a chunk of encoding " + id + ", none of 1 to 3");
        };
    }
}
