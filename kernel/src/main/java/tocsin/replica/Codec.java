package tocsin.replica;

/// Turns a value into bytes and back. Equal values must give equal bytes on every member, for ties
/// and digests go by content.
public interface Codec<T> {
    /// The bytes of a value.
    byte[] encode(T value);

    /// The value of these bytes.
    ///
    /// @throws IllegalArgumentException when they are none; nothing may be allocated in proportion
    ///   to a length that the bytes merely claim
    T decode(byte[] bytes);
}
